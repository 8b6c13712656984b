"""An instance or launch template that does not require the second version of the metadata service."""

from __future__ import annotations

from typing import Any

from patterns.checks._instances import INHERITED, machines
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        tokens = machine.setting("MetadataOptions", "HttpTokens")
        answers = machine.setting("MetadataOptions", "HttpEndpoint") in (None, "enabled", INHERITED)
        is_required = tokens is None and _requires_tokens(at(machine.data, "ImageId"))
        if answers and tokens in (None, "optional") and not is_required:
            yield machine.at("MetadataOptions", "HttpTokens") if tokens else machine.place


def _requires_tokens(image: Any) -> bool:
    """Whether an image is one of Amazon Linux 2023, which asks for the second version and two hops by itself.

    https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html (imdsSupport)
    """
    return "al2023" in str(image)


RULE = Rule(
    id="EC2-001",
    title="Anyone who can make the instance fetch a page can take its credentials",
    why=(
        "The first version of the metadata service answers any plain request, and so does a tricked web server. The "
        "second asks for a token first: HttpTokens required leaves only that one, whatever the image or the account "
        "has as its default."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP02",
    severity=Severity.HIGH,
    places=_places,
)
