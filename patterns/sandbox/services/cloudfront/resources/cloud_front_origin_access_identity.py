"""AWS::CloudFront::CloudFrontOriginAccessIdentity. Not modelled: requests that it makes."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.cloudfront.resources._base import Configured


class CloudFrontOriginAccessIdentity(Configured):
    """As whom a distribution asks a bucket."""

    type = "AWS::CloudFront::CloudFrontOriginAccessIdentity"
    noun = "cloud_front_origin_access_identity"
    of = "CloudFrontOriginAccessIdentity"
    listing = Call("list_cloud_front_origin_access_identities", "CloudFrontOriginAccessIdentityList")
    properties = (
        Property("CloudFrontOriginAccessIdentityConfig", code="configure",
                 get=entry("CloudFrontOriginAccessIdentityConfig"), effect="No request is made by it."),
    )  # fmt: skip
    examples = (
        {"CloudFrontOriginAccessIdentityConfig": {"Comment": "Of a bucket."}},
        {"CloudFrontOriginAccessIdentityConfig": {"Comment": "Of another."}},
    )

    def asked(self, target: Target) -> dict[str, Any]:
        """With a reference of its own."""
        reference = target.account.chance.token(target.stack_name, target.logical_id)
        return {"CallerReference": reference, **super().asked(target)}

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id, and the user that policies of buckets name."""
        return {"Id": target.physical_id, "S3CanonicalUserId": self.entry(target)["S3CanonicalUserId"]}


PROVIDER = CloudFrontOriginAccessIdentity()
