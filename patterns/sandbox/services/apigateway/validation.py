"""What a request validator looks at before a request goes on: required parameters, and the body by its model. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
Not modelled: references of a model to others of its API.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.services.apigateway.authorizers import source_value
from patterns.sandbox.services.apigateway.failures import Failed
from patterns.sandbox.services.apigatewayv2.values import Scope

JSON = "application/json"


def require(method: Mapping[str, Any], state: Mapping[str, Any], scope: Scope) -> None:
    """Raise `Failed` where the method's validator does not let the request on."""
    validator = state["requestvalidators"].get(str(method.get("requestValidatorId")))
    if validator is None:
        return
    if validator.get("validateRequestParameters"):
        _require_parameters(method, scope)
    if validator.get("validateRequestBody"):
        _require_body(method, state["models"], scope)


def _require_parameters(method: Mapping[str, Any], scope: Scope) -> None:
    wanted = [name for name, required in (method.get("requestParameters") or {}).items() if required in (True, "true")]
    missing = [name.rpartition(".")[2] for name in wanted if not source_value(scope, name)]
    if missing:
        message = f"Missing required request parameters: [{', '.join(missing)}]"
        raise Failed("BAD_REQUEST_PARAMETERS", f"the request has no {', '.join(missing)}", message)


def _require_body(method: Mapping[str, Any], models: Mapping[str, Any], scope: Scope) -> None:
    kind = scope.request.headers.get("content-type", JSON).partition(";")[0]
    model = models.get((method.get("requestModels") or {}).get(kind, ""))
    if model is None:
        return
    # Comes with aws-sam-translator, which cannot do without it.
    from jsonschema import Draft4Validator

    try:
        body = json.loads(scope.request.text)
    except ValueError:
        raise Failed("BAD_REQUEST_BODY", "the body is not JSON") from None
    problem = next(iter(Draft4Validator(json.loads(model.get("schema") or "{}")).iter_errors(body)), None)
    if problem is not None:
        raise Failed("BAD_REQUEST_BODY", f"the body does not fit the model {model['name']}: {problem.message}")
