"""What Lambda refuses of a function that is a container image, as far as it shows in what is asked.

https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
Messages as users report them: github.com/boto/boto3/issues/2705, github.com/pulumi/pulumi-aws/issues/5439,
github.com/ministryofjustice/modernisation-platform/pull/2419, github.com/appleboy/lambda-action/issues/28. Not here:
whether the image is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from patterns.refusals import Refusal
from patterns.refusals.aws_lambda.settings import INVALID

IMAGE = "Image"
NO_SOURCE = "Please provide a source for function code."
NO_IMAGE = "Please provide ImageUri when updating a function with packageType Image."
OF_ZIP = "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image."
IN_IMAGE = ("Handler", "Runtime", "Layers")
"""What an image brings itself."""
_URI = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr(-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/"
    r"(?P<repository>[a-z0-9]+(?:[._/-][a-z0-9]+)*)(?::(?P<tag>[\w][\w.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)


class Image(NamedTuple):
    """Where an image is: an account, a region, a repository, and the tag or the digest, of which the latter counts."""

    account: str
    region: str
    repository: str
    tag: str | None
    digest: str | None


def image_of(uri: str) -> Image | None:
    """The place that a URI names; None where it names no image of a private repository of ECR."""
    match = _URI.fullmatch(uri)
    if match is None or not (match["tag"] or match["digest"]):
        return None
    return Image(*match.group("account", "region", "repository", "tag", "digest"))


def wrong_package(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What does not go together in a new function's package."""
    code = asked.get("Code") or {}
    if asked.get("PackageType", "Zip") != IMAGE:
        if "ImageUri" in code:
            yield INVALID, NO_SOURCE
        return
    if any(asked.get(name) for name in IN_IMAGE):
        yield INVALID, OF_ZIP
    if "ImageUri" not in code:
        yield INVALID, NO_SOURCE


def wrong_image(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with how an image is named."""
    uri = (asked.get("Code") or {}).get("ImageUri")
    if uri is not None and image_of(str(uri)) is None:
        yield INVALID, f"Source image {uri} is not valid. Provide a valid source image."
