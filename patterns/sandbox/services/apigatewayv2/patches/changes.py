"""Lets a change reach what moto's HTTP APIs leave as it was: scopes, targets and parameters that are taken away."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Set whatever a call brings, also what is empty."""
    from moto.apigatewayv2.models import Authorizer, Integration, Route

    Route.update = _update
    Integration.update = _update
    Authorizer.to_json = _telling_of_results(Authorizer.to_json)
    Integration.to_json = _telling(Integration.to_json)


def _update(self: Any, **brought: Any) -> None:
    for name, value in brought.items():
        if value is not None:
            setattr(self, name, _without_removed(name, value))


def _without_removed(name: str, value: Any) -> Any:
    """The parameters of an integration: one that is set to nothing goes."""
    return {key: one for key, one in value.items() if one} if name == "request_parameters" else value


def _telling(tell: Any) -> Any:
    """What stands for nothing chosen, told alike of a new integration and of one that has become what it is."""

    def to_json(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = tell(self)
        found["connectionType"] = found["connectionType"] or "INTERNET"
        if str(self.integration_type).endswith("_PROXY") and self.passthrough_behavior == "WHEN_NO_MATCH":
            found["passthroughBehavior"] = None
        found["integrationMethod"] = (found["integrationMethod"] or "POST") if self.integration_uri else None
        return found

    return to_json


def _telling_of_results(tell: Any) -> Any:
    """How long results are kept, and in which form: told of what a function decides alone."""

    def to_json(self: Any) -> dict[str, Any]:
        is_function = self.authorizer_type == "REQUEST"
        own = {
            "authorizerResultTtlInSeconds": self.auth_result_ttl or 0 if is_function else None,
            "enableSimpleResponses": bool(self.enable_simple_response) if is_function else None,
        }
        return {**tell(self), **own}

    return to_json
