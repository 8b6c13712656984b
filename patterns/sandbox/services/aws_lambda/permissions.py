"""What Lambda asks of IAM, and of a function's own policy.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
https://docs.aws.amazon.com/lambda/latest/dg/lambda-permissions.html
Not modelled: what a function's network needs of EC2, and the key of its environment variables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pass_role
from patterns.sandbox.permissions.refusals import Wording, Words
from patterns.sandbox.services.aws_lambda.patches import kept


def _function(situation: Situation) -> str:
    """A function by its name, ARN or part of it, with the version or alias that the call asks for."""
    name = situation.text("FunctionName") or "*"
    plain = name.partition(":function:")[2] if ":function:" in name else name
    qualifier = situation.text("Qualifier")
    whole = f"{plain}:{qualifier}" if qualifier and ":" not in plain else plain
    return situation.arn("lambda", f"function:{whole}")


def _layer(situation: Situation) -> str:
    name = situation.text("LayerName") or "*"
    return name if name.startswith("arn:") else situation.arn("lambda", f"layer:{name}")


def _layer_version(situation: Situation) -> str:
    return situation.text("Arn") or f"{_layer(situation)}:{situation.text('VersionNumber') or '*'}"


def _tagged(situation: Situation) -> str:
    return situation.text("Resource") or situation.arn("lambda", "function:*")


def _deployed(situation: Situation) -> Iterator[Ask]:
    """The role, the layers, and the tags of a function."""
    params: Any = situation.params
    yield from pass_role(params.get("Role"), "lambda.amazonaws.com")
    for layer in params.get("Layers") or ():
        yield Ask("lambda:GetLayerVersion", str(layer))
    if params.get("Tags"):
        yield Ask("lambda:TagResource", _function(situation))
    code = params.get("Code") or params
    if code.get("S3Bucket"):
        version = "Version" if code.get("S3ObjectVersion") else ""
        yield Ask(f"s3:GetObject{version}", f"arn:aws:s3:::{code['S3Bucket']}/{code.get('S3Key')}")


def _mapping(situation: Situation) -> Iterator[Ask]:
    """A mapping has no ARN when it is made: its function is a condition key."""
    uuid = situation.text("UUID")
    arn = situation.arn("lambda", f"event-source-mapping:{uuid}") if uuid else "*"
    function = situation.text("FunctionName")
    if function is None and uuid:
        function = situation.ask("lambda", "get_event_source_mapping", UUID=uuid).get("FunctionArn")
    context: dict[str, Value] = {}
    if function:
        name = function.partition(":function:")[2] or function
        context["lambda:FunctionArn"] = situation.arn("lambda", f"function:{name}")
    pinned = ("lambda:FunctionArn",) if context else ()
    yield Ask(f"lambda:{situation.operation}", arn, context, pinned)


def _keys(situation: Situation) -> dict[str, Value]:
    params: Any = situation.params
    context: dict[str, Value] = {}
    if layers := params.get("Layers"):
        context["lambda:Layer"] = tuple(str(layer) for layer in layers)
    if situation.operation in ("AddPermission", "RemovePermission") and params.get("Principal"):
        context["lambda:Principal"] = params["Principal"]
    if params.get("AuthType") or params.get("FunctionUrlAuthType"):
        context["lambda:FunctionUrlAuthType"] = params.get("AuthType") or params["FunctionUrlAuthType"]
    network = params.get("VpcConfig") or {}
    if network.get("SubnetIds"):
        context["lambda:SubnetIds"] = tuple(network["SubnetIds"])
    if network.get("SecurityGroupIds"):
        context["lambda:SecurityGroupIds"] = tuple(network["SecurityGroupIds"])
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    plain = ":".join(arn.split(":")[:7])
    return dict(situation.ask("lambda", "list_tags", Resource=plain).get("Tags") or {})


SERVICE = Service(
    prefix="lambda",
    resources={"function": _function, "layer": _layer, "layer version": _layer_version, "tagged": _tagged},
    operations={
        "": "ListEventSourceMappings ListFunctions ListLayers ListLayerVersions",
        "function": """
            AddPermission CreateAlias CreateFunction CreateFunctionUrlConfig DeleteAlias DeleteFunction
            DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig DeleteFunctionUrlConfig GetAlias GetFunction
            GetFunctionConcurrency GetFunctionConfiguration GetFunctionEventInvokeConfig GetFunctionRecursionConfig
            GetFunctionUrlConfig
            GetPolicy Invoke=InvokeFunction InvokeAsync ListAliases ListFunctionEventInvokeConfigs
            ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig
            PutFunctionRecursionConfig RemovePermission
            UpdateAlias UpdateFunctionCode UpdateFunctionConfiguration UpdateFunctionEventInvokeConfig
            UpdateFunctionUrlConfig
        """,
        "layer": "PublishLayerVersion",
        "layer version": """
            AddLayerVersionPermission DeleteLayerVersion GetLayerVersion GetLayerVersionPolicy
            RemoveLayerVersionPermission GetLayerVersionByArn=GetLayerVersion
        """,
        "tagged": "ListTags TagResource UntagResource",
    },
    several={
        "CreateEventSourceMapping": _mapping,
        "GetEventSourceMapping": _mapping,
        "UpdateEventSourceMapping": _mapping,
        "DeleteEventSourceMapping": _mapping,
    },
    also={
        "CreateFunction": _deployed,
        "UpdateFunctionConfiguration": _deployed,
        "UpdateFunctionCode": _deployed,
    },
    keys=_keys,
    tags=_tags,
    policy=kept.policy,
    wording=Wording(
        status=403,
        throttling={"": Words("TooManyRequestsException", "Rate Exceeded.", 429)},
        trouble="ServiceException",
    ),
)
