"""What ECR asks of IAM, and of a repository's own policy.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
Not modelled: registries of other accounts, pull through caches, replication, signing, creation templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, pairs, use_key
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording
from patterns.sandbox.services.ecr.patches import kept


def _repository(situation: Situation) -> str:
    return _arn(situation, situation.text("repositoryName") or "*")


def _several(situation: Situation) -> tuple[str, ...]:
    """Those that are named; all of them where none is."""
    named = situation.params.get("repositoryNames") or ("*",)
    return tuple(_arn(situation, str(name)) for name in named)


def _tagged(situation: Situation) -> str:
    return situation.text("resourceArn") or _arn(situation, "*")


def _arn(situation: Situation, name: str) -> str:
    return situation.arn("ecr", f"repository/{name}")


def _created(situation: Situation) -> Iterator[Ask]:
    """The tags, and the grants that ECR gives itself on a key of the caller's."""
    params = situation.params
    if params.get("tags"):
        yield Ask("ecr:TagResource", _repository(situation))
    key = (params.get("encryptionConfiguration") or {}).get("kmsKey")
    yield from use_key(situation, key, "ecr", "DescribeKey", "CreateGrant")


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("ecr", "list_tags_for_resource", resourceArn=arn).get("tags")))


SERVICE = Service(
    prefix="ecr",
    resources={"repository": _repository, "several": _several, "tagged": _tagged},
    operations={
        "": """
            DeleteRegistryPolicy DescribeRegistry GetAuthorizationToken GetRegistryPolicy
            GetRegistryScanningConfiguration PutRegistryPolicy PutRegistryScanningConfiguration
        """,
        "repository": """
            BatchCheckLayerAvailability BatchDeleteImage BatchGetImage CompleteLayerUpload CreateRepository
            DeleteLifecyclePolicy DeleteRepository DeleteRepositoryPolicy DescribeImageScanFindings DescribeImages
            GetDownloadUrlForLayer GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy
            InitiateLayerUpload ListImages PutImage PutImageScanningConfiguration PutImageTagMutability
            PutLifecyclePolicy SetRepositoryPolicy StartImageScan StartLifecyclePolicyPreview UploadLayerPart
        """,
        "several": "BatchGetRepositoryScanningConfiguration DescribeRepositories",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    also={"CreateRepository": _created},
    tags=_tags,
    tagged=("aws:ResourceTag", "ecr:ResourceTag"),
    policy=kept.policy,
    policies=kept.policies,
    encrypts=True,
    wording=Wording(trouble="ServerException"),
    policy_documents={
        "SetRepositoryPolicy": PolicyDocument(
            "policyText",
            "InvalidParameterException",
            "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
        )
    },
)
