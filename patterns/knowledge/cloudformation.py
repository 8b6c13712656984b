"""AWS CloudFormation: what a stack is made of beside the resources of services."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service

SERVICE = Service("CloudFormation", Family.OTHER)

_PRICES = "https://aws.amazon.com/cloudformation/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::CloudFormation::Macro": About(
        noun="macro",
        family=Family.OTHER,
        lost="templates that name it can no longer be deployed",
        free=_PRICES,
    ),
    "AWS::CloudFormation::WaitCondition": About(
        noun="wait condition", family=Family.OTHER, lost=DECLARED, free=_PRICES
    ),
    "AWS::CloudFormation::WaitConditionHandle": About(
        noun="handle of a wait condition", family=Family.OTHER, lost=DECLARED, free=_PRICES
    ),
}
