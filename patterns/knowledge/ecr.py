"""Amazon ECR."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, ResourcePolicy, Service
from patterns.knowledge._facts import chosen, switched

SERVICE = Service("ECR", Family.COMPUTE)

TYPES: Mapping[str, About] = {
    "AWS::ECR::Repository": About(
        noun="image repository",
        family=Family.COMPUTE,
        references={"EncryptionConfiguration.KmsKey": "encrypted by"},
        facts=(
            chosen("ImageTagMutability", value="IMMUTABLE", words="tags never move"),
            switched("ImageScanningConfiguration", "ScanOnPush", words="scanned on push"),
            switched("EmptyOnDelete", words="emptied when deleted"),
        ),
        lost="if it holds images, deletion fails and it stays",
        policy=ResourcePolicy("RepositoryPolicyText"),
    ),
}
