"""What Systems Manager asks of IAM: its parameters in full, and the documents and commands that patterns use.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pairs, use_key


def _parameter(situation: Situation, named: Any = None) -> str:
    """A parameter by its name, whose first slash the ARN does not double; a version is no part of it."""
    name = str(named or situation.params.get("Name") or "*")
    if name.startswith("arn:"):
        return name
    return situation.arn("ssm", f"parameter/{name.partition(':')[0].removeprefix('/')}")


def _read(situation: Situation) -> Iterator[Ask]:
    yield from _read_all(situation, [situation.params.get("Name")])


def _read_many(situation: Situation) -> Iterator[Ask]:
    yield from _read_all(situation, situation.params.get("Names") or [])


def _read_all(situation: Situation, names: list[Any]) -> Iterator[Ask]:
    for name in names:
        yield Ask(f"ssm:{situation.operation}", _parameter(situation, name))
        if situation.params.get("WithDecryption"):
            yield from _decrypt(situation, str(name))


def _decrypt(situation: Situation, name: str) -> Iterator[Ask]:
    filters = [{"Key": "Name", "Values": [name.partition(":")[0]]}]
    for parameter in situation.ask("ssm", "describe_parameters", ParameterFilters=filters).get("Parameters", ()):
        context = {"PARAMETER_ARN": _parameter(situation, parameter["Name"])}
        yield from use_key(situation, parameter.get("KeyId"), "ssm", "Decrypt", context=context)


def _read_by_path(situation: Situation) -> Iterator[Ask]:
    path = str(situation.params.get("Path") or "/").strip("/")
    yield Ask("ssm:GetParametersByPath", situation.arn("ssm", f"parameter/{path}"))


def _delete_many(situation: Situation) -> Iterator[Ask]:
    for name in situation.params.get("Names") or ():
        yield Ask("ssm:DeleteParameters", _parameter(situation, name))


def _put(situation: Situation) -> Iterator[Ask]:
    arn = _parameter(situation)
    yield Ask("ssm:PutParameter", arn)
    if situation.params.get("Tags"):
        yield Ask("ssm:AddTagsToResource", arn)
    if situation.params.get("Type") == "SecureString":
        action = "GenerateDataKey" if situation.params.get("Tier") == "Advanced" else "Encrypt"
        yield from use_key(situation, situation.text("KeyId"), "ssm", action, context={"PARAMETER_ARN": arn})


KINDS = {
    "Document": "document", "MaintenanceWindow": "maintenancewindow", "PatchBaseline": "patchbaseline",
    "ManagedInstance": "managed-instance", "OpsItem": "opsitem", "Automation": "automation-execution",
}  # fmt: skip
"""What a resource that is tagged is called in its ARN."""


def _tagged(situation: Situation) -> str:
    kind, name = situation.text("ResourceType"), str(situation.text("ResourceId") or "*")
    if kind == "Parameter":
        return _parameter(situation, name)
    return situation.arn("ssm", f"{KINDS.get(str(kind), 'document')}/{name}")


def _send(situation: Situation) -> Iterator[Ask]:
    """A document, and every machine it is sent to."""
    document = str(situation.params.get("DocumentName") or "*")
    # AWS's own documents have no account in their ARN.
    owner = "" if document.startswith("AWS-") else situation.account_id
    named = f"arn:aws:ssm:{situation.region}:{owner}:document/{document}"
    yield Ask("ssm:SendCommand", document if document.startswith("arn:") else named)
    for one in situation.params.get("InstanceIds") or ["*"]:
        yield Ask("ssm:SendCommand", situation.arn("ec2", f"instance/{one}"))


def _keys(situation: Situation) -> dict[str, Value]:
    context: dict[str, Value] = {}
    if situation.operation == "GetParametersByPath":
        context["ssm:Recursive"] = bool(situation.params.get("Recursive", False))
    if situation.operation == "PutParameter":
        context["ssm:Overwrite"] = bool(situation.params.get("Overwrite", False))
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    kind, _, name = arn.split(":", 5)[5].partition("/")
    if kind != "parameter":
        return {}
    found: dict[str, Any] = {}
    for one in (f"/{name}", name):
        found = found or situation.ask("ssm", "list_tags_for_resource", ResourceType="Parameter", ResourceId=one)
    return dict(pairs(found.get("TagList")))


SERVICE = Service(
    prefix="ssm",
    resources={"parameter": _parameter, "tagged": _tagged, "document": "document/{Name}"},
    operations={
        "": "DescribeParameters ListDocuments ListCommands ListCommandInvocations GetCommandInvocation",
        "parameter": "DeleteParameter GetParameterHistory LabelParameterVersion UnlabelParameterVersion",
        "tagged": "AddTagsToResource ListTagsForResource RemoveTagsFromResource",
        "document": "CreateDocument DeleteDocument DescribeDocument GetDocument UpdateDocument",
    },
    several={
        "GetParameter": _read,
        "GetParameters": _read_many,
        "GetParametersByPath": _read_by_path,
        "DeleteParameters": _delete_many,
        "PutParameter": _put,
        "SendCommand": _send,
    },
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "ssm:resourceTag"),
    encrypts=True,
)
