"""What CloudFront asks of IAM: distributions and what they use.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html
Not modelled: keys, other policies, streaming distributions, tenants, invalidations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, pairs


def _of(kind: str, *names: str) -> Callable[[Situation], str]:
    def arn(situation: Situation) -> str:
        found = next((text for name in names if (text := situation.text(name))), "*")
        return f"arn:aws:cloudfront::{situation.account_id}:{kind}/{found}"

    return arn


def _tagged(situation: Situation) -> str:
    return situation.text("Resource") or "*"


def _with_tags(situation: Situation) -> Iterator[Ask]:
    yield Ask("cloudfront:CreateDistribution")
    yield Ask("cloudfront:TagResource", _of("distribution", "Id")(situation))


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    tags = situation.ask("cloudfront", "list_tags_for_resource", Resource=arn).get("Tags") or {}
    return dict(pairs(tags.get("Items")))


SERVICE = Service(
    prefix="cloudfront",
    resources={
        "distribution": _of("distribution", "Id"),
        "control": _of("origin-access-control", "Id"),
        "identity": _of("origin-access-identity", "Id"),
        "policy": _of("cache-policy", "Id"),
        "function": _of("function", "Name"),
        "tagged": _tagged,
    },
    operations={
        "": """
            CreateCachePolicy CreateCloudFrontOriginAccessIdentity CreateDistribution CreateFunction
            CreateOriginAccessControl ListCachePolicies ListCloudFrontOriginAccessIdentities ListDistributions
            ListFunctions ListOriginAccessControls
        """,
        "distribution": "DeleteDistribution GetDistribution GetDistributionConfig UpdateDistribution",
        "control": "DeleteOriginAccessControl GetOriginAccessControl UpdateOriginAccessControl",
        "identity": """
            DeleteCloudFrontOriginAccessIdentity GetCloudFrontOriginAccessIdentity
            UpdateCloudFrontOriginAccessIdentity
        """,
        "policy": "DeleteCachePolicy GetCachePolicy UpdateCachePolicy",
        "function": "DeleteFunction DescribeFunction GetFunction PublishFunction UpdateFunction",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    several={"CreateDistributionWithTags": _with_tags},
    tags=_tags,
)
