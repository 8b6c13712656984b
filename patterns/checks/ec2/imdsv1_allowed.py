"""An instance or launch template that does not require the second version of the metadata service."""

from __future__ import annotations

from patterns.checks._instances import INHERITED, machines
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        tokens = machine.setting("MetadataOptions", "HttpTokens")
        answers = machine.setting("MetadataOptions", "HttpEndpoint") in (None, "enabled", INHERITED)
        if answers and tokens in (None, "optional"):
            yield machine.at("MetadataOptions", "HttpTokens") if tokens else machine.place


RULE = Rule(
    id="EC2-001",
    title="Anyone who can make the instance fetch a page can take its credentials",
    why=(
        "The first version of the metadata service answers any plain request, and so does a tricked web "
        "server. The second asks for a token first: HttpTokens required leaves only that one."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP02",
    severity=Severity.HIGH,
    places=_places,
)
