"""Calls are held to the policies of whoever makes them, and to those of what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


def install(account: Sandbox) -> None:
    """Stand before all calls, and first: who may not, is not asked what else is wrong."""
    account.authoriser.install()
