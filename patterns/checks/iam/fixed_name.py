"""An IAM resource with a name of its own."""

from __future__ import annotations

from patterns.checks._references import is_given
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved

NAMES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}


def _places(resolved: Resolved) -> Places:
    for resource in of_type(resolved, *NAMES):
        name = NAMES[resource.type]
        if is_given(at(resource.properties, name)):
            yield resource.logical_id, (name,)


RULE = Rule(
    id="IAM-012",
    title="The fixed name blocks a replacement",
    why=(
        "CloudFormation creates the new resource before it deletes the old one, and two cannot share a name, so some "
        "updates fail. A second stack of the template fails too, and the deployment needs CAPABILITY_NAMED_IAM."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html",
    pillar=Pillar.OPERATIONS,
    best_practice="OPS05-BP10",
    severity=Severity.INFO,
    places=_places,
)
