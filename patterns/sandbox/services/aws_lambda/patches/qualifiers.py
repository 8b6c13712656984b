"""What moto's Lambda keeps for a function whatever the qualifier: addresses, and what becomes of calls nobody awaits.

Also what it reports of an event source mapping that nobody has set.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

QUALIFIED = (
    "create_function_url_config", "delete_function_url_config", "get_function_url_config",
    "update_function_url_config", "put_function_event_invoke_config", "get_function_event_invoke_config",
    "delete_function_event_invoke_config",
)  # fmt: skip

QUALIFIER = r"(|[a-zA-Z0-9$_-]+)"
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html"""
NAME = r"[^:]*(:[^:]*)?"
"""A name, and a version or alias of it."""

OF_QUEUES = {"MaximumBatchingWindowInSeconds": 0}
OF_STREAMS = {
    **OF_QUEUES,
    "BisectBatchOnFunctionError": False,
    "MaximumRecordAgeInSeconds": -1,
    "MaximumRetryAttempts": -1,
    "ParallelizationFactor": 1,
    "TumblingWindowInSeconds": 0,
}
"""https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html"""


def apply() -> None:
    """Give each version and alias settings of its own."""
    from moto.awslambda.models import EventSourceMapping, FunctionUrlConfig, LambdaBackend, LambdaStorage
    from moto.awslambda.responses import LambdaResponse

    for name in QUALIFIED:
        setattr(LambdaResponse, name, _qualified(getattr(LambdaResponse, name)))
    for name in QUALIFIED[:4]:
        setattr(LambdaBackend, name, _of_qualifier(getattr(LambdaBackend, name)))
    LambdaStorage.get_function_by_name_with_qualifier = _named(LambdaStorage.get_function_by_name_with_qualifier)
    _keep_mode(FunctionUrlConfig)
    _report_defaults(EventSourceMapping)


def _check(value: str, name: str, pattern: str) -> None:
    """Refuse a value that its pattern does not allow, at some of which moto breaks."""
    from moto.awslambda.exceptions import ValidationException

    if not re.fullmatch(pattern, value):
        reason = f"Member must satisfy regular expression pattern: {pattern}"
        raise ValidationException(value, name, reason)


def _named(find: Any) -> Any:
    def get_function_by_name_with_qualifier(self: Any, name: str, qualifier: str | None = None) -> Any:
        _check(name, "functionName", NAME)
        return find(self, name, qualifier)

    return get_function_by_name_with_qualifier


def _qualified(operation: Any) -> Any:
    """Name the qualifier together with the function, which is the only thing moto reads of the request."""

    def qualified(self: Any) -> Any:
        qualifier = self.querystring.get("Qualifier", [""])[0]
        _check(qualifier, "qualifier", QUALIFIER)
        parts = self.path.split("/")
        place = parts.index("functions") + 1
        if qualifier and ":" not in unquote(parts[place]).rpartition(":function:")[2]:
            parts[place] += f":{qualifier}"
            self.path = "/".join(parts)
        return operation(self)

    return qualified


def _of_qualifier(operation: Any) -> Any:
    """Let an operation on a function's address find a version or an alias too."""

    def of_qualifier(self: Any, name_or_arn: str, *args: Any) -> Any:
        function = self._lambdas.get_function_by_name_or_arn_with_qualifier(name_or_arn)
        step = operation.__name__.removesuffix("_function_url_config")
        answer = getattr(function, f"{step}_url_config")(*args)
        if step == "create":
            answer.of = f"{function.function_arn.partition(':function:')[0]}:function:{_plain(name_or_arn)}"
        return answer

    return of_qualifier


def _plain(name_or_arn: str) -> str:
    """Name and qualifier, of a name or an ARN."""
    return name_or_arn.rpartition(":function:")[2]


def _keep_mode(config: Any) -> None:
    told, updated = config.to_dict, config.update

    def to_dict(self: Any) -> dict[str, Any]:
        own = {"FunctionArn": self.of} if hasattr(self, "of") else {}
        return {**told(self), "InvokeMode": self.config.get("InvokeMode", "BUFFERED"), **own}

    def update(self: Any, new_config: dict[str, Any]) -> None:
        updated(self, new_config)
        if "InvokeMode" in new_config:
            self.config["InvokeMode"] = new_config["InvokeMode"]

    config.to_dict, config.update = to_dict, update


def _report_defaults(mapping: Any) -> None:
    told = mapping.get_configuration

    def get_configuration(self: Any) -> dict[str, Any]:
        defaults = OF_QUEUES if ":sqs:" in self.event_source_arn else OF_STREAMS
        begin = self.starting_position_timestamp
        return {**defaults, **told(self), **({} if begin is None else {"StartingPositionTimestamp": begin})}

    mapping.get_configuration = get_configuration
