"""AWS CloudFormation: what a stack is made of beside the resources of services."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Framing, Service

SERVICE = Service("CloudFormation", Family.OTHER)

_PRICES = "https://aws.amazon.com/cloudformation/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::CloudFormation::Macro": About(
        noun="macro",
        family=Family.OTHER,
        lost="templates that name it can no longer be deployed",
        free=_PRICES,
    ),
    "AWS::CloudFormation::Stack": About(
        noun="nested stack",
        family=Family.OTHER,
        lost="what its template declares",
        free=_PRICES,
        frames=Framing("#8A6A00", label="StackName"),
    ),
    "AWS::CloudFormation::WaitCondition": About(
        noun="wait condition", family=Family.OTHER, lost=DECLARED, free=_PRICES
    ),
    "AWS::CloudFormation::WaitConditionHandle": About(
        noun="handle of a wait condition", family=Family.OTHER, lost=DECLARED, free=_PRICES
    ),
}
