"""What an account does by itself: each module subscribes to gateway or clock in `install`, and patches nothing."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


def install(account: Sandbox) -> None:
    """Subscribe every behaviour there is to a new account."""
    for found in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{found.name}").install(account)
