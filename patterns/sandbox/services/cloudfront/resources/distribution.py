"""AWS::CloudFront::Distribution. Not modelled: requests, caches, the old forms of origins; staging, tenants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.cloudfront.resources._base import Configured
from patterns.sandbox.services.cloudfront.shapes import from_service

CACHING = "658327ea-f89d-4fab-a63d-7e88639e58f6"
"""https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html"""
BEHAVIOUR = {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https", "CachePolicyId": CACHING}
SITE = {"Id": "site", "DomainName": "www.example.net", "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}}


def _items(value: Mapping[str, str]) -> dict[str, Any]:
    return {"Items": tags.as_list(value)}


class Distribution(Configured):
    """What answers the world near to it; its id is its identity."""

    type = "AWS::CloudFront::Distribution"
    noun = "distribution"
    of = "Distribution"
    listing = Call("list_distributions", "DistributionList")
    properties = (
        Property("DistributionConfig", code="configure", get=entry("DistributionConfig"),
                 effect="No request is answered."),
        Property("Tags", code="set_tags", get=entry("Tags")),
    )  # fmt: skip
    examples = (
        {"DistributionConfig": {"Enabled": True, "Origins": [SITE], "DefaultCacheBehavior": BEHAVIOUR}},
        {
            "DistributionConfig": {
                "Enabled": True,
                "Comment": "A shop.",
                "Aliases": ["shop.example.net"],
                "ViewerCertificate": {
                    "AcmCertificateArn": "{certificate}",
                    "MinimumProtocolVersion": "TLSv1.2_2021",
                    "SslSupportMethod": "sni-only",
                },
                "DefaultRootObject": "index.html",
                "HttpVersion": "http2and3",
                "IPV6Enabled": True,
                "PriceClass": "PriceClass_100",
                "Logging": {"Bucket": "logs.s3.amazonaws.com", "Prefix": "shop/"},
                "Restrictions": {"GeoRestriction": {"RestrictionType": "whitelist", "Locations": ["DE", "FR"]}},
                "CustomErrorResponses": [{"ErrorCode": 404, "ResponseCode": 200, "ResponsePagePath": "/index.html"}],
                "Origins": [
                    {
                        "Id": "site",
                        "DomainName": "pages.s3.us-east-1.amazonaws.com",
                        "S3OriginConfig": {},
                        "OriginAccessControlId": "{access_control}",
                    },
                    {
                        "Id": "api",
                        "DomainName": "api.example.net",
                        "OriginPath": "/v1",
                        "CustomOriginConfig": {
                            "OriginProtocolPolicy": "https-only",
                            "HTTPSPort": 8443,
                            "OriginSSLProtocols": ["TLSv1.2"],
                        },
                        "OriginCustomHeaders": [{"HeaderName": "X-From", "HeaderValue": "cloudfront"}],
                    },
                ],
                "DefaultCacheBehavior": {
                    **BEHAVIOUR,
                    "CachePolicyId": "{cache_policy}",
                    "Compress": True,
                    "FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": "{edge_function}"}],
                },
                "CacheBehaviors": [
                    {
                        "PathPattern": "/api/*",
                        "TargetOriginId": "api",
                        "ViewerProtocolPolicy": "https-only",
                        "AllowedMethods": ["GET", "HEAD", "OPTIONS"],
                        "CachedMethods": ["GET", "HEAD"],
                        "MinTTL": 0,
                        "ForwardedValues": {
                            "QueryString": True,
                            "Headers": ["Authorization"],
                            "Cookies": {"Forward": "whitelist", "WhitelistedNames": ["session"]},
                        },
                    }
                ],
            },
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DistributionConfig": {"Enabled": False, "Origins": [SITE], "DefaultCacheBehavior": BEHAVIOUR},
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def asked(self, target: Target) -> dict[str, Any]:
        """With a reference of its own, and a comment, which the API wants."""
        reference = target.account.chance.token(target.stack_name, target.logical_id)
        return {"CallerReference": reference, "Comment": "", **super().asked(target)}

    def complete(self, target: Target) -> None:
        """Tags have a call of their own."""
        self.set_tags(target, {})

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        client, arn = target.account.administrator("cloudfront"), _arn(target.account, target.physical_id)
        gone, added = tags.changes(old.get("Tags"), target.properties.get("Tags"))
        if gone:
            client.untag_resource(Resource=arn, TagKeys={"Items": gone})
        if added:
            client.tag_resource(Resource=arn, Tags=_items(added))

    def delete(self, target: Target) -> None:
        """Disable it first: what is enabled is not deleted."""
        if not self.entry(target):
            return
        client = target.account.administrator("cloudfront")
        told = client.get_distribution_config(Id=target.physical_id)
        if told["DistributionConfig"]["Enabled"]:
            disabled = {**told["DistributionConfig"], "Enabled": False}
            client.update_distribution(Id=target.physical_id, IfMatch=told["ETag"], DistributionConfig=disabled)
        client.delete_distribution(Id=target.physical_id, IfMatch=self.tag(target))

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Id -> configuration, name and tags, of all there are."""
        client, entries = account.observer("cloudfront"), {}
        for one in client.list_distributions()["DistributionList"].get("Items") or ():
            name = str(one["Id"])
            config = client.get_distribution_config(Id=name)["DistributionConfig"]
            own = client.list_tags_for_resource(Resource=_arn(account, name))["Tags"].get("Items") or []
            entries[name] = {"DistributionConfig": from_service(config), "DomainName": one["DomainName"], "Tags": own}
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id, and the name under which the world finds it."""
        return {"Id": target.physical_id, "DomainName": self.entry(target)["DomainName"]}


def _arn(account: Account, name: str) -> str:
    return f"arn:aws:cloudfront::{account.account_id}:distribution/{name}"


PROVIDER = Distribution()
