"""An image given by its id."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.checks._references import known_text
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        if (known_text(at(machine.data, "ImageId")) or "").startswith("ami-"):
            yield machine.at("ImageId")


RULE = Rule(
    id="EC2-011",
    title="The image id in the template grows old",
    why=(
        "An image id stands for one build, with the security holes found since; it also differs from region to region. "
        "A public parameter of Systems Manager always leads to the latest image: "
        "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/...}}."
    ),
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP01",
    severity=Severity.LOW,
    places=_places,
)
