"""AWS::StepFunctions::StateMachine. What it does when it runs is not the provider's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import TaggedApart
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.stepfunctions.resources._definition import definition, read_back

DEFAULTS: Mapping[str, Any] = {
    "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
    "tracingConfiguration": {"enabled": False},
    "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
}
"""https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html"""

PASSING = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
CALLING = (
    '{"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": "${Function}", '
    '"TimeoutSeconds": ${Seconds}, "End": true}}}'
)


def lowered(value: Any) -> Any:
    """The value with the first letter of its keys small, as the service writes them."""
    return _recased(value, str.lower)


def raised(value: Any) -> Any:
    """The value with the first letter of its keys large, as CloudFormation writes them."""
    return _recased(value, str.upper)


def _recased(value: Any, case: Any) -> Any:
    if isinstance(value, Mapping):
        return {case(key[0]) + key[1:]: _recased(member, case) for key, member in value.items()}
    return [_recased(member, case) for member in value] if isinstance(value, list) else value


def configuration(name: str) -> Property:
    """The row of a block of settings; what is left out of it is as the service has it."""
    inside = name[0].lower() + name[1:]
    default = raised(DEFAULTS[inside])
    return Property(
        name, create=inside, get=Call("describe_state_machine", inside), put=Call("update_state_machine", inside),
        cleared=DEFAULTS[inside], to_service=lowered, from_service=lambda found: default | raised(found),
    )  # fmt: skip


class StateMachine(TaggedApart):
    """A workflow; its physical id is its ARN."""

    type = "AWS::StepFunctions::StateMachine"
    service = "stepfunctions"
    tagging = tags.Tagging(
        "resourceArn", tags="tags", keys="tagKeys", listed="tags", shape=lambda added: lowered(tags.as_list(added))
    )
    identifier = "stateMachineArn"
    creation = "create_state_machine"
    deletion = "delete_state_machine"
    gone = frozenset({"StateMachineDoesNotExist"})
    listing = Call("list_state_machines", "stateMachines")
    entry_id = "stateMachineArn"
    properties = (
        Property("StateMachineName", create="name", get=Call("describe_state_machine", "name")),
        Property("StateMachineType", create="type", default="STANDARD", get=Call("describe_state_machine", "type")),
        Property("RoleArn", create="roleArn", get=Call("describe_state_machine", "roleArn"),
                 put=Call("update_state_machine", "roleArn")),
        Property("Definition", code="set_definition"),
        Property("DefinitionString", code="set_definition"),
        Property("DefinitionS3Location", code="set_definition"),
        Property("DefinitionSubstitutions", code="set_definition"),
        configuration("LoggingConfiguration"),
        configuration("TracingConfiguration"),
        configuration("EncryptionConfiguration"),
        Property("Tags", create="tags", get=Call("", "tags"), code="set_tags", to_service=lowered, from_service=raised),
    )  # fmt: skip
    examples = (
        {"RoleArn": "{function_role.Arn}", "Definition": PASSING},
        {
            "StateMachineName": "example",
            "StateMachineType": "EXPRESS",
            "RoleArn": "{function_role.Arn}",
            "DefinitionString": CALLING,
            "DefinitionSubstitutions": {"Function": "{function.Arn}", "Seconds": 30},
            "LoggingConfiguration": {
                "Level": "ALL",
                "IncludeExecutionData": True,
                "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": "{log_group.Arn}"}}],
            },
            "TracingConfiguration": {"Enabled": True},
            "EncryptionConfiguration": {
                "Type": "CUSTOMER_MANAGED_KMS_KEY",
                "KmsKeyId": "{key.Arn}",
                "KmsDataKeyReusePeriodSeconds": 600,
            },
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "RoleArn": "{other_function_role.Arn}",
            "Definition": {
                "StartAt": "Wait",
                "States": {"Wait": {"Type": "Wait", "Seconds": 5, "Next": "Done"}, "Done": {"Type": "Succeed"}},
            },
            "LoggingConfiguration": {"Level": "OFF"},
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {
            "RoleArn": "{function_role.Arn}",
            "DefinitionS3Location": {"Bucket": "stage-code", "Key": "definition.json"},
            "StateMachineType": "STANDARD",
        },
    )

    def taken(self, target: Target) -> str:
        """The machine that has the name, which the service would give back."""
        name = str(target.properties.get("StateMachineName", ""))
        return name if name and self.arn(target.account, name) in self.entries(target.account, []) else ""

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"name": target.name(longest=80), **given, "definition": definition(target)}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The machine's ARN."""
        return str(response["stateMachineArn"])

    def complete(self, target: Target) -> None:
        """Nothing is left: the create call carries all."""

    def set_definition(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the definition as it is now."""
        client = target.account.administrator("stepfunctions")
        client.update_state_machine(stateMachineArn=target.physical_id, definition=definition(target))

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The machine's properties, its definition in the form in which the template gives it."""
        described = super().read_one(responses)
        if described is None:
            return None
        told = responses.answer(Call("describe_state_machine"))["definition"]
        return described | read_back(responses.target.properties, told)

    def arn(self, account: Account, name: str) -> str:
        """The ARN of the machine with this name."""
        return f"arn:aws:states:{account.region}:{account.account_id}:stateMachine:{name}"

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html."""
        return {"Arn": target.physical_id, "Name": target.physical_id.rpartition(":")[2]}


PROVIDER = StateMachine()
