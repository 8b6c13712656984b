"""What Amazon CloudFront does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A distribution has a certificate of us-east-1 for its aliases, aliases that no other has, and access controls "
        "that there are. It is deleted only when it is disabled, and what it uses only after it.",
        FAITHFUL,
        "/cloudfront/latest/APIReference/API_CreateDistribution.html",
        """
        cloudfront = aws.client("cloudfront")
        origin = {"Id": "site", "DomainName": "www.example.net"}
        origin["CustomOriginConfig"] = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
        config = {
            "CallerReference": "1",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"},
        }
        aliases = {"Quantity": 1, "Items": ["shop.example.net"]}
        [
            attempt(cloudfront.create_distribution, DistributionConfig={**config, "Aliases": aliases}).code,
            attempt(cloudfront.create_distribution, DistributionConfig=config).code,
        ]
        """,
        modules=("request_checks",),
    ),
)

LIMITS = (
    Limit(
        "No request is answered: nothing is fetched from an origin, cached, signed or changed by a function, and a new "
        "distribution is deployed at once.",
        """
        cloudfront = aws.client("cloudfront")
        config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
        cloudfront.create_function(Name="broken", FunctionConfig=config, FunctionCode=b"this is no JavaScript")
        cloudfront.describe_function(Name="broken")["FunctionSummary"]["Status"]
        """,
    ),
)

_API = "/cloudfront/latest/APIReference/API_"

REFUSALS: Mapping[str, Refused] = {
    "AWS::CloudFront::CachePolicy": Refused(
        made="a name that is taken; a deletion while in use",
        page=f"{_API}CreateCachePolicy.html",
        not_made="times that contradict each other, headers that cannot be in a key, quotas",
    ),
    "AWS::CloudFront::CloudFrontOriginAccessIdentity": Refused(
        made="a deletion while in use",
        page=f"{_API}CreateCloudFrontOriginAccessIdentity.html",
        not_made="a hundred of an account",
    ),
    "AWS::CloudFront::Distribution": Refused(
        made=(
            "origins of two kinds or none, origins and access controls that are not there, aliases without a "
            "certificate or of another distribution, sets of methods, "
            "certificates of other Regions; a deletion while enabled"
        ),
        page=f"{_API}CreateDistribution.html",
        not_made=(
            "policies, functions and certificates that are not there, aliases that a certificate does not "
            "cover, forwarded "
            "values beside a cache policy, which the API refuses and a template of AWS's own has"
        ),
    ),
    "AWS::CloudFront::Function": Refused(
        made="a name that is taken; a deletion while in use",
        page=f"{_API}CreateFunction.html",
        not_made="code that cannot be read, ten kilobytes of it",
    ),
    "AWS::CloudFront::OriginAccessControl": Refused(
        made="a name that is taken; a deletion while in use",
        page=f"{_API}CreateOriginAccessControl.html",
        not_made="a hundred of an account",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
