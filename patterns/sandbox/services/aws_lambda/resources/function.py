"""AWS::Lambda::Function.

Not modelled: file systems, code signing, snapshots, runtime pinning, durable and multi-tenant
functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import Listed, TaggedApart, entry
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.aws_lambda.resources._code import ECHO, package, read_back

DEFAULTS: Mapping[str, Any] = {
    "Description": "",
    "MemorySize": 128,
    "Timeout": 3,
    "Environment": {"Variables": {}},
    "EphemeralStorage": {"Size": 512},
    "TracingConfig": {"Mode": "PassThrough"},
    "Layers": [],
    "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []},
    "DeadLetterConfig": {"TargetArn": ""},
    "KmsKeyArn": "",
    "ImageConfig": {},
}
"""What a setting is when nobody says: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""

IN_SERVICE = {"KmsKeyArn": "KMSKeyArn"}


def setting(name: str, from_service: Shape = same) -> Property:
    """The row of a setting, all of which are changed in one call."""
    inside = IN_SERVICE.get(name, name)
    return Property(
        name, create=inside, get=entry(inside), code="set_configuration", default=DEFAULTS.get(name),
        from_service=from_service,
    )  # fmt: skip


def _filled(described: dict[str, Any]) -> dict[str, Any] | None:
    return {name: value for name, value in described.items() if value} or None


def _network(described: dict[str, Any]) -> dict[str, Any] | None:
    if not described.get("SubnetIds"):
        return None
    return {name: value for name, value in described.items() if name != "VpcId"}


class Function(TaggedApart):
    """Code and its settings; its name is its identity. What it does when called is not the provider's."""

    type = "AWS::Lambda::Function"
    service = "lambda"
    tagging = tags.Tagging("Resource", shape=dict, listing="list_tags")
    identifier = "FunctionName"
    creation = "create_function"
    deletion = "delete_function"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_functions", "Functions")
    entry_id = "FunctionName"
    traces = frozenset({"LoggingConfig"})
    """Its log group is named after the function."""
    properties = (
        Property("FunctionName", create="FunctionName", get=entry("FunctionName")),
        Property("PackageType", create="PackageType", default="Zip", get=entry("PackageType")),
        Property("Code", code="set_code"),
        Property("Architectures", create="Architectures", default=["x86_64"], get=entry("Architectures"),
                 code="set_code"),
        Property("ImageConfig", create="ImageConfig", get=entry("ImageConfigResponse.ImageConfig"),
                 code="set_configuration", default={}, from_service=_filled),
        setting("Runtime"),
        setting("Handler"),
        setting("Role"),
        setting("Description", lambda text: text or None),
        setting("MemorySize"),
        setting("Timeout"),
        setting("Environment"),
        setting("EphemeralStorage"),
        setting("TracingConfig"),
        setting("Layers", lambda layers: [layer["Arn"] for layer in layers]),
        setting("VpcConfig", _network),
        setting("DeadLetterConfig"),
        setting("KmsKeyArn", lambda key: key or None),
        setting("LoggingConfig"),
        Property("ReservedConcurrentExecutions", get=Call("get_function_concurrency", "ReservedConcurrentExecutions"),
                 put=Call("put_function_concurrency", "ReservedConcurrentExecutions"),
                 remove="delete_function_concurrency"),
        Property("RecursiveLoop", get=Call("get_function_recursion_config", "RecursiveLoop"),
                 put=Call("put_function_recursion_config", "RecursiveLoop"), default="Terminate"),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags", to_service=tags.by_key,
                 from_service=tags.as_list),
    )  # fmt: skip
    examples = (
        {"Role": "{function_role.Arn}", "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": ECHO}},
        {
            "FunctionName": "example",
            "PackageType": "Zip",
            "Role": "{function_role.Arn}",
            "Runtime": "nodejs22.x",
            "Handler": "index.handler",
            "Code": {"ZipFile": "exports.handler = async (event) => event;\n"},
            "Architectures": ["arm64"],
            "Description": "Gives back what it is given.",
            "MemorySize": 256,
            "Timeout": 10,
            "Environment": {"Variables": {"TABLE": "{table}"}},
            "EphemeralStorage": {"Size": 1024},
            "TracingConfig": {"Mode": "Active"},
            "Layers": ["{layer}"],
            "VpcConfig": {"SubnetIds": ["{subnet}"], "SecurityGroupIds": ["{group}"]},
            "DeadLetterConfig": {"TargetArn": "{queue.Arn}"},
            "KmsKeyArn": "{key.Arn}",
            "LoggingConfig": {
                "LogGroup": "{log_group}",
                "LogFormat": "JSON",
                "ApplicationLogLevel": "WARN",
                "SystemLogLevel": "INFO",
            },
            "ReservedConcurrentExecutions": 5,
            "RecursiveLoop": "Allow",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Role": "{other_function_role.Arn}",
            "Runtime": "python3.12",
            "Handler": "code.handler",
            "Code": {"S3Bucket": "stage-code", "S3Key": "code.zip"},
            "ReservedConcurrentExecutions": 0,
            "Environment": {"Variables": {"TABLE": "{table}", "LEVEL": "info"}},
            "LoggingConfig": {"LogFormat": "JSON"},
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {
            "PackageType": "Image",
            "Role": "{function_role.Arn}",
            "Code": {"ImageUri": "{image}"},
            "ImageConfig": {"Command": ["app.handler"], "EntryPoint": ["/lambda-entrypoint.sh"]},
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"FunctionName": target.name(longest=64), **given, "Code": package(target.properties)}

    def complete(self, target: Target) -> None:
        """Set what the create call did not carry; the code it did."""
        rest = [p for p in self.properties if not p.create and p.name != "Code"]
        self._apply(target, {}, rest)

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The function's name."""
        return str(response["FunctionName"])

    def set_code(self, target: Target, old: Mapping[str, Any]) -> None:
        """Upload the code; the architecture goes along."""
        target.account.administrator("lambda").update_function_code(
            FunctionName=target.physical_id,
            Architectures=target.properties.get("Architectures", ["x86_64"]),
            **package(target.properties),
        )

    def set_configuration(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs, in one call; what is no longer declared goes back to the service's own value."""
        new = target.properties
        defaults = {**DEFAULTS, "LoggingConfig": own_logging(target.physical_id)}
        names = [row.name for row in self.properties if row.code == "set_configuration"]
        changed = [name for name in names if old.get(name) != new.get(name)]
        wanted = {IN_SERVICE.get(name, name): new.get(name, defaults.get(name)) for name in changed}
        target.account.administrator("lambda").update_function_configuration(
            FunctionName=target.physical_id, **{name: value for name, value in wanted.items() if value is not None}
        )

    def tagged(self, target: Target) -> str:
        """The function's ARN."""
        return function_arn(target.account, target.physical_id)

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The function's properties; its code as far as the service tells."""
        described = super().read_one(responses)
        assert isinstance(responses, Listed)
        if described is not None:
            told = responses.answer(entry(""))
            described["Code"] = (
                _image(responses.target)
                if told.get("PackageType") == "Image"
                else read_back(responses.target.properties, told["CodeSha256"])
            )
        return described

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html."""
        return {"Arn": function_arn(target.account, target.physical_id)}


def function_arn(account: Account, name: str) -> str:
    """The ARN of the function with this name."""
    return f"arn:aws:lambda:{account.region}:{account.account_id}:function:{name}"


def _image(target: Target) -> dict[str, Any]:
    """The image of a function, which no listing tells."""
    code = target.account.observer("lambda").get_function(FunctionName=target.physical_id)["Code"]
    return {"ImageUri": code["ImageUri"]}


def own_logging(name: str) -> dict[str, str]:
    """Where and how a function logs when nobody says."""
    return {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"}


PROVIDER = Function()
