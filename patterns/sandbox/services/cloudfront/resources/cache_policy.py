"""AWS::CloudFront::CachePolicy. Not modelled: anything that is cached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.cloudfront.resources._base import Configured

NOTHING = {
    "CookiesConfig": {"CookieBehavior": "none"},
    "EnableAcceptEncodingGzip": False,
    "HeadersConfig": {"HeaderBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "none"},
}
SOME = {
    "CookiesConfig": {"CookieBehavior": "whitelist", "Cookies": ["session"]},
    "EnableAcceptEncodingBrotli": True,
    "EnableAcceptEncodingGzip": True,
    "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["Accept-Language"]},
    "QueryStringsConfig": {"QueryStringBehavior": "all"},
}
TIMES = {"DefaultTTL": 60, "MaxTTL": 600, "MinTTL": 1}
WHERE = "ParametersInCacheKeyAndForwardedToOrigin"


class CachePolicy(Configured):
    """By what a distribution tells requests apart, and how long it keeps answers."""

    type = "AWS::CloudFront::CachePolicy"
    noun = "cache_policy"
    of = "CachePolicy"
    listing = Call("list_cache_policies", "CachePolicyList")
    properties = (
        Property("CachePolicyConfig", code="configure", get=entry("CachePolicyConfig"), effect="Nothing is cached."),
    )
    examples = (
        {"CachePolicyConfig": {"Name": "example", **TIMES, WHERE: NOTHING}},
        {"CachePolicyConfig": {"Name": "example", "Comment": "By language.", **TIMES, WHERE: SOME}},
        {"CachePolicyConfig": {"Name": "other", **TIMES, WHERE: SOME}},
    )

    def listed_id(self, one: Mapping[str, Any]) -> str:
        """The id of one of a list, in which AWS's own stand as well."""
        return str(one["CachePolicy"]["Id"])

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id, and when it was changed last."""
        changed = self.entry(target)["LastModifiedTime"]
        return {"Id": target.physical_id, "LastModifiedTime": changed.isoformat()}


PROVIDER = CachePolicy()
