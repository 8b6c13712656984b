"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "access_control": {
        "Type": "AWS::CloudFront::OriginAccessControl",
        "Properties": {
            "OriginAccessControlConfig": {
                "Name": "stage",
                "OriginAccessControlOriginType": "s3",
                "SigningBehavior": "always",
                "SigningProtocol": "sigv4",
            }
        },
    },
    "cache_policy": {
        "Type": "AWS::CloudFront::CachePolicy",
        "Properties": {
            "CachePolicyConfig": {
                "Name": "stage",
                "DefaultTTL": 60,
                "MaxTTL": 60,
                "MinTTL": 0,
                "ParametersInCacheKeyAndForwardedToOrigin": {
                    "CookiesConfig": {"CookieBehavior": "none"},
                    "EnableAcceptEncodingGzip": False,
                    "HeadersConfig": {"HeaderBehavior": "none"},
                    "QueryStringsConfig": {"QueryStringBehavior": "none"},
                },
            }
        },
    },
    "edge_function": {
        "Type": "AWS::CloudFront::Function",
        "Properties": {
            "Name": "stage",
            "FunctionCode": "function handler(event) { return event.request; }",
            "FunctionConfig": {"Comment": "Stage.", "Runtime": "cloudfront-js-2.0"},
            "AutoPublish": True,
        },
    },
}
