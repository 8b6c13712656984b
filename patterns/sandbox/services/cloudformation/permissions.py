"""What CloudFormation asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
Not modelled: that what a stack makes asks for the rights of whoever deploys it, or of the role that is passed: the
engine makes it as an administrator.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pass_role
from patterns.sandbox.permissions.refusals import Wording
from patterns.sandbox.services.cloudformation.region import Region


def _stack(situation: Situation) -> str:
    """The stack of a call: its ARN where there is one, else that of any of the name."""
    region = situation.account.in_region(situation.region).part(Region)
    name = situation.text("StackName") or "*"
    change_set = region.change_sets.get(situation.text("ChangeSetName") or "")
    if change_set is not None:
        return change_set.state.id
    found = region.find(name)
    if found is not None:
        return found.id
    return name if name.startswith("arn:") else situation.arn("cloudformation", f"stack/{name}/*")


def _summarised(situation: Situation) -> str:
    """The stack whose template is summarised; none is named where the call brings a template."""
    return _stack(situation) if situation.text("StackName") else "*"


def _passed(situation: Situation) -> Iterator[Ask]:
    yield from pass_role(situation.params.get("RoleARN"), "cloudformation.amazonaws.com")


def _keys(situation: Situation) -> dict[str, Value]:
    names = {"TemplateURL": "cloudformation:TemplateUrl", "ChangeSetName": "cloudformation:ChangeSetName",
             "RoleARN": "cloudformation:RoleArn"}  # fmt: skip
    return {key: str(situation.params[name]) for name, key in names.items() if situation.params.get(name)}


SERVICE = Service(
    prefix="cloudformation",
    resources={"stack": _stack, "stack if named": _summarised},
    operations={
        "": """
            DescribeStackDriftDetectionStatus DescribeType EstimateTemplateCost ListExports ListImports ListStacks
            ValidateTemplate
        """,
        "stack if named": "GetTemplateSummary",
        "stack": """
            CancelUpdateStack ContinueUpdateRollback CreateChangeSet CreateStack DeleteChangeSet DeleteStack
            DescribeChangeSet DescribeStackEvents DescribeStackResource DescribeStackResourceDrifts
            DescribeStackResources DescribeStacks DetectStackDrift DetectStackResourceDrift ExecuteChangeSet
            GetStackPolicy GetTemplate ListChangeSets ListStackResources RollbackStack SetStackPolicy SignalResource
            UpdateStack UpdateTerminationProtection
        """,
    },
    also=dict.fromkeys(("CreateChangeSet", "CreateStack", "DeleteStack", "UpdateStack"), _passed),
    keys=_keys,
    wording=Wording(code="AccessDenied", status=403),
)
