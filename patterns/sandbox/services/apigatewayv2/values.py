"""What an expression such as `$request.header.name` or `$context.stage` stands for in one request. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from patterns.sandbox.delivery.http import HttpRequest, HttpResponse

_EXPRESSION = re.compile(
    r"\$\{(?P<braced>[^}]+)\}|\$(?P<plain>(?:request|response|context|stageVariables)\.?[\w.$\-\[\]]*)"
)


@dataclass
class Scope:
    """What there is to speak of while a request is served; it grows on the way."""

    request: HttpRequest
    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    response: HttpResponse | None = None

    def value(self, expression: str) -> str | None:
        """What one expression stands for, without its dollar; None where there is nothing."""
        kind, _, rest = expression.partition(".")
        readers = {"request": self._of_request, "response": self._of_response, "context": self._of_context}
        if kind == "stageVariables":
            return self.variables.get(rest)
        return readers[kind](rest) if kind in readers else None

    def filled(self, text: str) -> str:
        """A text with each expression in it replaced; nothing stands where there is nothing."""
        whole = _EXPRESSION.fullmatch(text)
        if whole:
            return self.value(whole["braced"] or whole["plain"]) or ""
        return _EXPRESSION.sub(lambda found: self.value(found["braced"] or found["plain"]) or "", text)

    def _of_request(self, name: str) -> str | None:
        kind, _, rest = name.partition(".")
        if kind == "header":
            return self.request.headers.get(rest.lower())
        if kind == "querystring":
            values = [value for key, value in self.request.parameters if key == rest]
            return ",".join(values) if values else None
        if kind == "path":
            return self.parameters.get(rest) if rest else self.path
        if kind == "body":
            return _part(self.request.text, rest)
        return None

    def _of_response(self, name: str) -> str | None:
        kind, _, rest = name.partition(".")
        if self.response is None:
            return None
        if kind == "statuscode":
            return str(self.response.status)
        return self.response.headers.get(rest.lower()) if kind == "header" else _part(self.response.text, rest)

    def _of_context(self, name: str) -> str | None:
        if name in self.context:
            return _text(self.context[name])
        context: Any = self.context
        for step in name.split("."):
            context = context.get(step) if isinstance(context, Mapping) else None
        return None if context is None else _text(context)


def _part(body: str, path: str) -> str | None:
    """A body, or a part of one that is JSON."""
    if not path:
        return body
    try:
        document: Any = json.loads(body)
    except ValueError:
        return None
    for step in path.split("."):
        document = document.get(step) if isinstance(document, Mapping) else None
    return None if document is None else _text(document)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
