"""A call at which moto breaks off, told as its service would, or as what it is: not simulated.

Moto looks up what a caller names without asking whether it is there, and reads page tokens of its own; the services
have errors for both. Nothing else is guessed: what it meant that moto broke off is for `NotSimulated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.core.errors import NotSimulated, Refused
from patterns.sandbox.core.names import Names
from patterns.sandbox.simulator import undo
from patterns.sandbox.simulator.protocols import Asked, read
from patterns.sandbox.simulator.routing import Answer, Route

_NOT_THERE = re.compile("NotFound|DoesNotExist|NotExist|NonExist|NoSuch|Unknown")
_TOKEN_REFUSED = ("Token", "Pagination", "InvalidParameter", "InvalidInput", "Validation")
"""What is in the names of the errors by which services refuse a token, the plainest first."""
_MOTOS_TOKEN_REFUSAL = '{"__type": "InvalidToken"'
"""Moto's one way to say so for all services, in JSON, which those that speak XML do not read."""
_OWN_TOKEN_ERROR = "InvalidToken"
"""Where a service has this error itself, moto's word is its own: it is about tokens of tasks, not of pages."""
_TOKEN_DEFAULT = "ValidationError"
_TOKENS = re.compile("token|marker", re.IGNORECASE)
_NUMBER_READ = re.compile(r"invalid literal for int\(\) with base 10: '(.*)'|'(.*)' is not in list")
_ENDING = re.compile("(Identifier|Name|Arn|ARN|Id|ID|s)+$")


def answer(route: Route, request: Any) -> Answer:
    """Moto's answer, as `undo.answer` gives it, or the service's refusal of what moto breaks off at.

    Raises `NotSimulated`, which names the call, for all else that moto breaks off at.
    """
    try:
        found = undo.answer(route, request)
    except NotSimulated as broken:
        asked, cause = read(request, route.service), broken.__cause__
        if cause is None or asked.operation is None:
            raise
        refused = _refused(asked, cause)
        if refused is None:
            raise NotSimulated(_told(asked, cause)) from cause
    else:
        if not str(found.body).startswith(_MOTOS_TOKEN_REFUSAL):
            return found
        asked = read(request, route.service)
        if _OWN_TOKEN_ERROR in asked.errors():
            return found
        refused = _bad_token(asked, next((name for name, _ in _texts(asked.params) if _TOKENS.search(name)), "token"))
    return asked.refusal(refused.code, refused.message, refused.status)


def _refused(asked: Asked, cause: BaseException) -> Refused | None:
    if isinstance(cause, KeyError) and cause.args:
        names = _named(asked, str(cause.args[0]))
        return next((refused for name, value in names if (refused := _unknown(asked, name, value))), None)
    read_as = _NUMBER_READ.search(str(cause)) if isinstance(cause, ValueError) else None
    tokens = [name for name, _ in _named(asked, (read_as[1] or read_as[2]) if read_as else "") if _TOKENS.search(name)]
    return _bad_token(asked, tokens[0]) if tokens else None


def _named(asked: Asked, value: str) -> list[tuple[str, str]]:
    """The parameters of a call that have this value."""
    return [(name, text) for name, text in _texts(asked.params) if value and text == value]


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a call's parameters, the outermost first, each with the name it stands under."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, member in sorted(value.items(), key=lambda item: not isinstance(item[1], str)):
            yield from _texts(member, str(key))
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member, name)


def _unknown(asked: Asked, name: str, value: str) -> Refused | None:
    """What the service says of a name that nothing has: the error of its model that fits the parameter."""
    if told := _names(asked).unknown.get(name):
        code, message = told
        return Refused(code, message.format(value=value), 400)
    codes = [code for code in asked.errors() if _NOT_THERE.search(code)]
    noun = _ENDING.sub("", name).lower()
    fitting = [code for code in codes if noun and _NOT_THERE.split(code)[0].lower() == noun]
    fitting = fitting or [code for code in codes if code.startswith("ResourceNotFound")]
    fitting = fitting or [code for code in codes if noun and noun in code.lower()] or codes
    return Refused(fitting[0], f"{name} {value} not found.") if len(fitting) == 1 else None


def _bad_token(asked: Asked, name: str) -> Refused:
    """What the service says of a token that it did not give out."""
    codes = asked.errors()
    fitting = (code for part in _TOKEN_REFUSED for code in codes if part in code)
    return Refused(next(fitting, _TOKEN_DEFAULT), f"The {name} is invalid.", 400)


def _names(asked: Asked) -> Names:
    return next((name for name in services.names().values() if name.boto3 == asked.service), Names("", ""))


def _told(asked: Asked, cause: BaseException) -> str:
    """Which call is not simulated, and with what."""
    told = f"the sandbox does not simulate {asked.operation} of {asked.service}"
    if isinstance(cause, ImportError):
        told += f": it does without {cause.name}"
    elif not isinstance(cause, NotImplementedError):
        told += f" as it was asked for, with {', '.join(asked.params) or 'no parameters'}"
    return f"{told}. docs/fidelity.md lists what it does"
