"""What moto's Lambda accepts and forgets, shares or numbers wrongly. Not here: running a function.

Kept: dead letters, logging, and every setting when it changes. Apart: a version's policy, URL and retries from those
of its function. Numbered once: a version whose number a deleted one had. Known: the layers that AWS publishes.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from patterns.sandbox.services.aws_lambda.runtime.layers import is_closed
from patterns.sandbox.services.aws_lambda.runtime.package import is_published

KEPT = ("DeadLetterConfig", "LoggingConfig")
CHANGED = {
    "KMSKeyArn": "kms_key_arn",
    "TracingConfig": "tracing_config",
}
"""Setting -> moto's attribute, of those that moto takes only when the function is made."""

URL_CONDITIONS = {
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}
"""Parameter of `AddPermission` -> where the statement keeps it.

https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
"""


def apply() -> None:
    """Keep and report a function's settings, number its versions, and refuse as Lambda does."""
    from moto.awslambda.models import LambdaBackend, LambdaFunction, LambdaStorage
    from moto.awslambda.policy import Policy
    from moto.awslambda.responses import LambdaResponse

    _keep_settings(LambdaFunction)
    _report_settings(LambdaFunction)
    _place_in_network(LambdaFunction)
    _number_versions(LambdaStorage)
    _check_digest(LambdaResponse)
    _keep_url_conditions(Policy)
    _give_retries_once(LambdaBackend)
    _find_published_layers(LambdaBackend)
    for name in ("create_event_source_mapping", "update_event_source_mapping"):
        setattr(LambdaBackend, name, _refusing(getattr(LambdaBackend, name)))


def _keep_settings(function: Any) -> None:
    made, configured, coded = function.__init__, function.update_configuration, function.update_function_code

    def make(self: Any, account_id: str, spec: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        made(self, account_id, spec, *args, **kwargs)
        _keep(self, spec)

    def update_configuration(self: Any, config_updates: dict[str, Any]) -> Any:
        for name, attribute in CHANGED.items():
            if name in config_updates:
                setattr(self, attribute, config_updates[name])
        if "EphemeralStorage" in config_updates:
            self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
        _keep(self, config_updates)
        return configured(self, config_updates)

    def update_function_code(self: Any, updated_spec: dict[str, Any]) -> Any:
        if "Architectures" in updated_spec:
            self.architectures = updated_spec["Architectures"]
        return coded(self, updated_spec)

    function.__init__ = make
    function.update_configuration = update_configuration
    function.update_function_code = update_function_code


def _keep(function: Any, spec: dict[str, Any]) -> None:
    function.kept_settings = getattr(function, "kept_settings", {}) | {
        name: spec[name] for name in KEPT if name in spec
    }
    function.logs_group_name = _logging(function)["LogGroup"]


def _logging(function: Any) -> dict[str, str]:
    """Where and how a function logs: https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html."""
    said = function.kept_settings.get("LoggingConfig", {})
    found = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}", **said}
    levels = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"} if found["LogFormat"] == "JSON" else {}
    return levels | found


def _report_settings(function: Any) -> None:
    told = function.get_configuration

    def get_configuration(self: Any, on_create: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = told(self, on_create)
        found["LoggingConfig"] = _logging(self)
        if self.kept_settings.get("DeadLetterConfig", {}).get("TargetArn"):
            found["DeadLetterConfig"] = self.kept_settings["DeadLetterConfig"]
        return found

    function.get_configuration = get_configuration


def _place_in_network(function: Any) -> None:
    def vpc_config(self: Any) -> dict[str, Any] | None:
        """Tell the network of the function's subnets."""
        if not self._vpc_config or not self._vpc_config.get("SubnetIds"):
            return None
        from moto.ec2.models import ec2_backends

        subnets = ec2_backends[self.account_id][self.region].describe_subnets(self._vpc_config["SubnetIds"][:1])
        return {**self._vpc_config, "VpcId": subnets[0].vpc_id}

    function.vpc_config = property(vpc_config)


def _number_versions(storage: Any) -> None:
    published = storage.publish_version

    def publish_version(self: Any, name_or_arn: str, description: str = "") -> Any:
        from moto.awslambda.policy import Policy

        name = self.get_function_by_name_or_arn_forbid_qualifier(name_or_arn).function_name
        group = self._functions[name]
        there = list(group["versions"])
        made = published(self, name_or_arn, description)
        if any(made is one for one in there):
            return made
        group["newest"] = group.get("newest", 0) + 1
        made.set_version(group["newest"])
        made.policy, made.url_config, made.event_invoke_config = Policy(made), None, []
        for version in group["versions"]:
            self._arns[version.function_arn] = version
        return made

    storage.publish_version = publish_version


def _check_digest(response: Any) -> None:
    published = response.publish_version

    def publish_version(self: Any) -> Any:
        from moto.awslambda.exceptions import InvalidParameterValueException

        asked = json.loads(self.body or "{}").get("CodeSha256")
        there = self.backend.get_function(self.path.split("/")[-2]).code_sha_256
        if asked and asked != there:
            raise InvalidParameterValueException(
                f"CodeSHA256 ({asked}) is different from current CodeSHA256 in $LATEST ({there}). "
                "Please try again with the CodeSHA256 in $LATEST."
            )
        return published(self)

    response.publish_version = publish_version


def _keep_url_conditions(policy: Any) -> None:
    merged = policy.condition_merge

    def condition_merge(self: Any, obj: dict[str, Any]) -> None:
        merged(self, obj)
        for name, (operator, key) in URL_CONDITIONS.items():
            if name in obj:
                said = str(obj.pop(name))
                conditions = obj.setdefault("Condition", {}).setdefault(operator, {})
                conditions[key] = said.lower() if operator == "Bool" else said

    policy.condition_merge = condition_merge


def _give_retries_once(backend: Any) -> None:
    put = backend.put_function_event_invoke_config

    def put_function_event_invoke_config(self: Any, function_name: str, config: dict[str, Any]) -> Any:
        self.get_function(function_name).event_invoke_config.clear()
        return put(self, function_name, config)

    backend.put_function_event_invoke_config = put_function_event_invoke_config


def _find_published_layers(backend: Any) -> None:
    """Let functions have the layers that AWS publishes, whose content the sandbox brings from its own packages.

    Others that it publishes are there as well, and hold nothing.
    """
    own = backend.layers_versions_by_arn

    def layers_versions_by_arn(self: Any, layer_version_arn: str) -> Any:
        if is_published(layer_version_arn) or is_closed(layer_version_arn, self.region_name):
            return SimpleNamespace(arn=layer_version_arn, code_size=0, code_bytes=b"")
        return own(self, layer_version_arn)

    backend.layers_versions_by_arn = layers_versions_by_arn


def _refusing(operation: Any) -> Any:
    """Tell in Lambda's way what moto raises as a plain error of Python: (code, message)."""

    def refusing(self: Any, *args: Any, **kwargs: Any) -> Any:
        from moto.awslambda.exceptions import LambdaClientError

        try:
            return operation(self, *args, **kwargs)
        except ValueError as error:
            raise LambdaClientError(*error.args) from None

    return refusing
