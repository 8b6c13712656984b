"""Lets modules of moto load that import a library which the sandbox does without, since their patches do its work.

A validator of OpenAPI comes with a dozen packages, for two calls that `services/apigateway` and `apigatewayv2` answer
themselves.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

ABSENT: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "moto.apigateway.models": {
        "openapi_spec_validator": {"validate": lambda document: None},
        "openapi_spec_validator.validation": {},
        "openapi_spec_validator.validation.exceptions": {"OpenAPIValidationError": ValueError},
    }
}
"""Module of moto -> module of the library -> what it takes from there."""


@contextmanager
def standing_in(module_name: str) -> Iterator[None]:
    """While a module loads, let there be what it imports of a library that is not installed."""
    wanted = ABSENT.get(module_name, {})
    if not wanted or importlib.util.find_spec(next(iter(wanted))) is not None:
        yield
        return
    for name, members in wanted.items():
        made = ModuleType(name)
        vars(made).update(members)
        sys.modules[name] = made
    try:
        yield
    finally:
        for name in wanted:
            del sys.modules[name]
