"""AWS KMS."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import BELONGS_TO, About, Family, Nothing, ResourcePolicy, Service
from patterns.knowledge._facts import switched, told

SERVICE = Service("KMS", Family.SECURITY)
_LOST = (
    "it is disabled at once and gone after PendingWindowInDays (30 by default), "
    "and nothing encrypted under it can be read"
)

TYPES: Mapping[str, About] = {
    "AWS::KMS::Alias": About(
        noun="alias",
        family=Family.SECURITY,
        references={"TargetKeyId": BELONGS_TO},
        facts=(told("AliasName"),),
        lost=Nothing("the key it names stays"),
        free="https://aws.amazon.com/kms/pricing/",
    ),
    "AWS::KMS::Key": About(
        noun="KMS key",
        family=Family.SECURITY,
        lost_alone="key",
        facts=(switched("EnableKeyRotation", words="rotates"),),
        lost=_LOST,
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
        fixed=("KeySpec", "KeyUsage", "MultiRegion", "Origin"),
        policy=ResourcePolicy("KeyPolicy"),
    ),
    "AWS::KMS::ReplicaKey": About(noun="replica key", family=Family.SECURITY),
}
