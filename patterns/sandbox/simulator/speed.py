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
        _ask_few_transformers(module)


class Methods:
    """The names of a class's functions, of which moto lists and sorts all, 700 of EC2's, to look for one."""

    def __init__(self, of: type) -> None:
        self._of = of

    def __contains__(self, name: str) -> bool:
        return isinstance(name, str) and inspect.isfunction(getattr(self._of, name, None))


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


def _ask_few_transformers(module: Any) -> None:
    """Compare a value's place with those transformers alone that may end like it, instead of all of a service's."""
    from moto.core.utils import MISSING, get_value

    def value(self: Any, context: Any) -> Any:
        found = next((value for value in _values(self, context) if value is not MISSING), None)
        kept = vars(self).setdefault("_of_key", {})
        if context.key not in kept:
            kept[context.key] = [path for path in self.response_transformers if _may_end(context.key, path)]
        for path in kept[context.key]:
            if f"{context.key_path}.{context.key}".endswith(path):
                return self.response_transformers[path](found)
        return found

    def _values(self: Any, context: Any) -> Iterator[Any]:
        return (get_value(context.obj, key, MISSING) for key in self.get_possible_keys(context))

    module.AttributePicker.__call__ = value


def _may_end(key: str, path: str) -> bool:
    """Whether a place whose last step is `key` may end in `path`, which may begin in the middle of a step."""
    return path.rpartition(".")[2] == key if "." in path else key.endswith(path)
