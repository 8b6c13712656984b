"""Something done in an account of its own, whatever account lives in this process: neither notices the other."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from patterns.sandbox import clients, preload
from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.copies import in_a_copy

SECONDS = 300.0
"""How much real time it may take: an exercise deploys a few stacks and moves a clock, in seconds."""

T = TypeVar("T")


def apart(action: Callable[[Sandbox], T], **chosen: Any) -> T:
    """What the action gives in a new account, made with `Sandbox(**chosen)`; nothing of it stays.

    It is in a copy of this process, so that the account that lives here, its clock and its stacks stay as they are.
    The result must be one that pickle can carry. Raises `SandboxError` where the action raises.
    """
    live = Sandbox.live()
    known = set(sys.modules)

    def act() -> tuple[T, list[str], list[tuple[str, str]]]:
        account = Sandbox(**chosen).start()
        try:
            result = action(account)
            return result, _loaded(known), clients.models()
        finally:
            # Not stopped: letting go of the fence would look through all of the memory that the copy shares.
            account.end()

    result, loaded, models = in_a_copy(act, entering=live.in_copies if live else (), seconds=SECONDS)
    if live is not None:
        _keep(loaded, models)
    return result


def _loaded(known: set[str]) -> list[str]:
    return [name for name in sys.modules if name not in known and name.startswith(("moto.", "patterns."))]


def _keep(loaded: list[str], models: list[tuple[str, str]]) -> None:
    """Load here what the copy had to load, which is lost with it: the next one has it from its start."""
    with preload.loading():
        for name in loaded:
            importlib.import_module(name)
        for service, region in models:
            clients.model(service, region)
