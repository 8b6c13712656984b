"""The AWS CDK: what it adds to templates of its own."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service

SERVICE = Service("CDK", Family.OTHER)

TYPES: Mapping[str, About] = {
    "AWS::CDK::Metadata": About(
        noun="usage data of the CDK",
        family=Family.OTHER,
        lost=DECLARED,
        free="https://docs.aws.amazon.com/cdk/v2/guide/usage-data.html",
    ),
}
