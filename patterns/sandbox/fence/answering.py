"""What the fence needs of an account to answer in AWS's place. Nothing of how it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.processes import Processes
from patterns.sandbox.gateway import Gateway


class Answering(NamedTuple):
    """The account that answers, by its parts."""

    gateway: Gateway
    clock: Clock
    chance: Chance
    processes: Processes


Now = Callable[[], Answering]
"""Gives the account that answers now: replacements outlive the account for which they were made."""
