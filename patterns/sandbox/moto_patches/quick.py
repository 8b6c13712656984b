"""Makes moto's core quick: what it works out anew for each call and each value is looked up, and says the same.

Not here: what one service counts anew (`sqs_speed`, `ec2_tags`).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def apply(module: ModuleType) -> None:
    """Replace what is slow in one of moto's core modules, right after it was loaded."""
    if module.__name__ == "moto.core.responses":
        vars(module)["method_names_from_class"] = Methods
    elif module.__name__ == "moto.core.serialize":
        _remember_keys(vars(module)["XFormedAttributePicker"])


class Methods:
    """The names of a class's functions, of which moto lists and sorts all, 700 of EC2's, to look for one."""

    def __init__(self, of: type) -> None:
        self._of = of

    def __contains__(self, name: str) -> bool:
        return inspect.isfunction(getattr(self._of, name, None))


def _remember_keys(picker: Any) -> None:
    """Keep the names under which a value of a response may be found in moto's objects: they depend on classes only."""
    named = picker.get_possible_keys
    known: dict[Any, tuple[str, ...]] = {}

    def get_possible_keys(self: Any, context: Any) -> Iterator[str]:
        asked = (context.shape, context.key, type(context.obj), *self.alias_providers)
        if asked not in known:
            known[asked] = tuple(dict.fromkeys(named(self, context)))
        return iter(known[asked])

    picker.get_possible_keys = get_possible_keys
