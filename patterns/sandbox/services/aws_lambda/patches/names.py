"""Has moto's Lambda take a function by its name, its ARN or a part of that, in every call. Not the forms themselves.

https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html#lambda-GetFunction-request-FunctionName
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from patterns.sandbox.services.aws_lambda.function_names import qualified, region_of


def apply() -> None:
    """Read the name in a call's path, and in its body, before moto does."""
    from moto.awslambda.models import LambdaBackend, LambdaStorage
    from moto.awslambda.responses import LambdaResponse

    _named_in_path(LambdaResponse)
    for name in ("get_function_by_name_or_arn_with_qualifier", "get_function_by_name_or_arn_forbid_qualifier"):
        setattr(LambdaStorage, name, _by_any_name(getattr(LambdaStorage, name)))
    listed = LambdaBackend.list_event_source_mappings

    def list_event_source_mappings(self: Any, event_source_arn: str, function_name: str) -> Any:
        found = listed(self, event_source_arn, "")
        wanted = qualified(function_name) if function_name else ""
        return [one for one in found if wanted in ("", qualified(one.function_arn))]

    LambdaBackend.list_event_source_mappings = list_event_source_mappings


def _named_in_path(response: Any) -> None:
    prepared = response.setup_class

    def setup_class(self: Any, request: Any, full_url: str, headers: Any, *args: Any, **kwargs: Any) -> None:
        prepared(self, request, full_url, headers, *args, **kwargs)
        parts = self.path.split("/")
        if "functions" not in parts[:-1]:
            return
        place = parts.index("functions") + 1
        named = unquote(parts[place])
        if region_of(named) in (None, self.region):
            parts[place] = qualified(named)
            self.path = "/".join(parts)

    response.setup_class = setup_class


def _by_any_name(operation: Any) -> Any:
    def by_any_name(self: Any, name_or_arn: str, *args: Any, **kwargs: Any) -> Any:
        from moto.awslambda.exceptions import LambdaClientError

        other = region_of(name_or_arn)
        if other not in (None, self.region_name):
            refused = LambdaClientError(
                "ResourceNotFoundException",
                f"Functions from '{other}' are not reachable in this region ('{self.region_name}')",
            )
            refused.code = 404
            raise refused
        return operation(self, qualified(name_or_arn), *args, **kwargs)

    return by_any_name
