"""AWS::Lambda::LayerVersion. What is in a layer, the functions that name it do not see yet."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses

TAKEN = ("S3Bucket", "S3Key", "S3ObjectVersion")


def taken(content: dict[str, Any]) -> dict[str, Any]:
    """Where the layer's content lies, as the service takes it."""
    return {name: value for name, value in content.items() if name in TAKEN}


class LayerVersion(Provider):
    """Code that several functions share; its physical id is its ARN, the number included."""

    type = "AWS::Lambda::LayerVersion"
    service = "lambda"
    creation = "publish_layer_version"
    deletion = "delete_layer_version"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("LayerName", create="LayerName"),
        Property("Content", create="Content", to_service=taken),
        Property("Description", create="Description", get=Call("get_layer_version", "Description")),
        Property("LicenseInfo", create="LicenseInfo", get=Call("get_layer_version", "LicenseInfo"),
                 from_service=lambda text: text or None),
        Property("CompatibleRuntimes", create="CompatibleRuntimes",
                 get=Call("get_layer_version", "CompatibleRuntimes")),
        Property("CompatibleArchitectures", create="CompatibleArchitectures",
                 get=Call("get_layer_version", "CompatibleArchitectures")),
    )  # fmt: skip
    examples = (
        {"Content": {"S3Bucket": "stage-code", "S3Key": "code.zip"}},
        {
            "LayerName": "example",
            "Content": {"S3Bucket": "stage-code", "S3Key": "code.zip"},
            "Description": "What several share.",
            "LicenseInfo": "MIT",
            "CompatibleRuntimes": ["python3.12", "python3.13"],
            "CompatibleArchitectures": ["arm64"],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"LayerName": target.name(longest=64), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The version's ARN."""
        return str(response["LayerVersionArn"])

    def identity(self, target: Target) -> dict[str, Any]:
        """Name and number, both of which the ARN holds."""
        layer, _, number = target.physical_id.rpartition(":")
        return {"LayerName": layer.rpartition(":")[2], "VersionNumber": int(number)}

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The layer; where its content came from the stack alone knows, as in AWS."""
        described = super().read_one(responses)
        if described is None:
            return None
        content = responses.target.properties["Content"]
        told = {"Content": {name: content[name] for name in ("S3Bucket", "S3Key")}}
        return {"LayerName": self.identity(responses.target)["LayerName"], **told, **described}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The version's ARN."""
        return {"LayerVersionArn": target.physical_id}


PROVIDER = LayerVersion()
