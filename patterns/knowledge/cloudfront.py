"""Amazon CloudFront."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service
from patterns.knowledge._facts import told

SERVICE = Service("CloudFront", Family.NETWORK, of_the_account=True)
_PRICES = "https://aws.amazon.com/cloudfront/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::CloudFront::CachePolicy": About(noun="cache policy", family=Family.NETWORK, lost=DECLARED, free=_PRICES),
    "AWS::CloudFront::CloudFrontOriginAccessIdentity": About(
        noun="origin access identity",
        family=Family.NETWORK,
        lost="policies of buckets name it: a new one is another user",
        free=_PRICES,
    ),
    "AWS::CloudFront::Distribution": About(
        noun="distribution",
        family=Family.NETWORK,
        references={
            "*OriginAccessControlId": "signs by",
            "*OriginAccessIdentity": "as",
            "*CachePolicyId": "caches by",
            "*FunctionARN": "runs",
            "*Origins.*": "fetches from",
            "*Logging.Bucket": "records",
            "*CertificateArn": "proves itself by",
            "*WebACLId": "guarded by",
        },
        facts=(told("DistributionConfig", "PriceClass"),),
        lost="a new one has another name, which names of one's own have to be pointed at",
    ),
    # What it runs for is paid for by the call, with the distribution.
    "AWS::CloudFront::Function": About(noun="edge function", family=Family.NETWORK, lost=DECLARED, free=_PRICES),
    "AWS::CloudFront::OriginAccessControl": About(
        noun="origin access control", family=Family.NETWORK, lost=DECLARED, free=_PRICES
    ),
}
