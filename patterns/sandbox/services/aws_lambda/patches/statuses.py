"""Has moto's Lambda answer with the status that the service's model gives an operation.

https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html#API_GetAlias_ResponseSyntax and the like.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STATUSES: Mapping[str, int] = {
    "add_layer_version_permission": 201,
    "add_permission": 201,
    "create_event_source_mapping": 202,
    "delete_alias": 204,
    "delete_layer_version": 204,
    "get_alias": 200,
    "get_function_url_config": 200,
    "tag_resource": 204,
    "update_alias": 200,
}
"""Operation that moto answers otherwise -> the status of its success."""

SUCCESS = range(200, 300)


def apply() -> None:
    """Change the status of those operations."""
    from moto.awslambda.responses import LambdaResponse

    for name, status in STATUSES.items():
        setattr(LambdaResponse, name, _answering(getattr(LambdaResponse, name), status))


def _answering(operation: Any, status: int) -> Any:
    def answering(self: Any) -> Any:
        answer = operation(self)
        given, headers, text = answer if isinstance(answer, tuple) else (200, {}, answer)
        if given not in SUCCESS:
            return answer
        return status, {**headers, "status": status}, text

    return answering
