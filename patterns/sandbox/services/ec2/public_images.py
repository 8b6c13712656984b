"""Public parameters that name an image, beyond those that moto knows: by the form of their names, as of November 2026.

Which image a name stands for changes every week, so the ids here are made of name and region, and the images behind
them have a name, a platform and an architecture, and no history.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

X86, ARM = "x86_64", "arm64"


@dataclass(frozen=True)
class PublicImage:
    """An image as a parameter names it: `platform` is what EC2 says of Windows, empty for any other system."""

    id: str
    name: str
    architecture: str
    platform: str = ""


@dataclass(frozen=True)
class _Family:
    """The parameters of one publisher: their names, and the page that lists them."""

    names: re.Pattern[str]
    page: str
    platform: str = ""


_ENGLISH = "English|German|French|Spanish|Italian|Japanese|Korean|Russian|Chinese_Simplified|Portuguese_Brazil"
FAMILIES = (
    _Family(
        re.compile(
            rf"/aws/service/ami-windows-latest/(?:TPM-)?Windows_Server-(?:2016|2019|2022|2025)-(?:{_ENGLISH})-(?:Full|Core)-"
            r"(?:Base|ContainersLatest|ECS_Optimized(?:/image_id)?|EKS_Optimized-1\.\d\d(?:/image_id)?|"
            r"SQL_(?:2014|2016|2017|2019|2022)[\w_]*)"
        ),
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami-parameter-store.html",
        "windows",
    ),
    _Family(
        re.compile(
            r"/aws/service/canonical/ubuntu/(?:server|server-minimal|pro-server|eks|eks-pro)/"
            r"(?:18\.04|20\.04|22\.04|24\.04|26\.04|bionic|focal|jammy|noble)(?:/1\.\d\d)?/stable/(?:current|\d{8}(?:\.\d+)?)/"
            r"(?:amd64|arm64)/hvm/ebs-gp[23]/ami-id"
        ),
        "https://documentation.ubuntu.com/aws/en/latest/aws-how-to/instances/find-ubuntu-images/",
    ),
    _Family(
        re.compile(r"/aws/service/debian/(?:release|daily)/(?:10|11|12|13)/(?:latest|[\d-]+)/(?:amd64|arm64)"),
        "https://wiki.debian.org/Cloud/AmazonEC2Image",
    ),
    _Family(
        re.compile(
            r"/aws/service/eks/optimized-ami/1\.\d\d/(?:amazon-linux-2(?:-arm64|-gpu)?|"
            r"amazon-linux-2023/(?:x86_64|arm64)/(?:standard|nvidia|neuron))/recommended/image_id"
        ),
        "https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html",
    ),
)


def named(parameter: str, region: str) -> PublicImage | None:
    """The image that a public parameter names in a region; None for a parameter that is none of these."""
    family = next((each for each in FAMILIES if each.names.fullmatch(parameter)), None)
    if family is None:
        return None
    digest = hashlib.sha256(f"{region}{parameter}".encode()).hexdigest()
    architecture = ARM if "arm64" in parameter else X86
    name = parameter.removeprefix("/aws/service/").replace("/", "-")
    return PublicImage(f"ami-{digest[:17]}", name, architecture, family.platform)
