"""AWS::CloudFront::OriginAccessControl. Not modelled: requests that it signs."""

from __future__ import annotations

from patterns.sandbox.provider.base import Call, Property
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.cloudfront.resources._base import Configured

CONFIG = {
    "Name": "example",
    "OriginAccessControlOriginType": "s3",
    "SigningBehavior": "always",
    "SigningProtocol": "sigv4",
}


class OriginAccessControl(Configured):
    """How a distribution signs what it asks of its origin."""

    type = "AWS::CloudFront::OriginAccessControl"
    noun = "origin_access_control"
    of = "OriginAccessControl"
    listing = Call("list_origin_access_controls", "OriginAccessControlList")
    properties = (
        Property("OriginAccessControlConfig", code="configure", get=entry("OriginAccessControlConfig"),
                 effect="No request is made, so none is signed."),
    )  # fmt: skip
    examples = (
        {"OriginAccessControlConfig": CONFIG},
        {"OriginAccessControlConfig": {**CONFIG, "Description": "Of a bucket.", "SigningBehavior": "no-override"}},
        {"OriginAccessControlConfig": {**CONFIG, "Name": "other", "OriginAccessControlOriginType": "lambda"}},
    )


PROVIDER = OriginAccessControl()
