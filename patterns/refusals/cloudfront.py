"""What CloudFront refuses of distributions, as far as it shows in them.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html. No page
says in which words: they are not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

CERTIFICATE = "InvalidViewerCertificate"
HERE = "us-east-1"


def certificate(aliases: bool, arn: str, other: bool) -> Iterator[Refusal]:
    """What is wrong with the certificate of a distribution: whether it has aliases, and by what it proves itself."""
    if aliases and not arn and not other:
        yield (
            CERTIFICATE,
            "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted "
            "certificate that validates your authorization to use the domain name.",
        )
    if arn.startswith("arn:") and arn.split(":")[3] != HERE:
        yield (
            CERTIFICATE,
            "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a "
            "valid certificate chain.",
        )


def of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a distribution in a template."""
    config = asked["DistributionConfig"]
    proof = config.get("ViewerCertificate") or {}
    arn, other = proof.get("AcmCertificateArn") or "", bool(proof.get("IamCertificateId"))
    yield from certificate(bool(config.get("Aliases")), arn, other)


def _origins(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html; in our words."""
    given = asked["DistributionConfig"].get("Origins") or ()
    ids = [one["Id"] for one in given]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield "InvalidArgument", f"The Id {name} is that of several origins: the ids of origins are unique."
    for one in given:
        if ":" in one["DomainName"]:
            # In the words of https://github.com/aws/aws-cdk/issues/25118.
            yield "InvalidArgument", "The parameter origin name cannot contain a colon."
        if sum(one.get(kind) is not None for kind in ORIGINS) != 1:
            yield "InvalidRequest", f"Exactly one of {', '.join(ORIGINS)} must be specified for the origin {one['Id']}."


def _behaviors(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html (CachePolicyId)."""
    config = asked["DistributionConfig"]
    for one in (config["DefaultCacheBehavior"], *(config.get("CacheBehaviors") or ())):
        if one.get("CachePolicyId") is None and one.get("ForwardedValues") is None:
            yield "InvalidArgument", "The parameter ForwardedValues is required."
        methods = set(one.get("AllowedMethods") or METHODS[0])
        if methods not in METHODS:
            yield "InvalidArgument", "The parameter AllowedMethods must be one of the sets that CloudFront knows."
    if str(config.get("DefaultRootObject") or "").startswith("/"):
        told = "The default root object file name is too big or contains an invalid character."
        yield "InvalidDefaultRootObject", told


METHODS = (
    {"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"}, {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"},
)  # fmt: skip
"""https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html"""
ORIGINS = ("CustomOriginConfig", "S3OriginConfig", "VpcOriginConfig")
TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::CloudFront::Distribution": (of_template, _origins, _behaviors)}
