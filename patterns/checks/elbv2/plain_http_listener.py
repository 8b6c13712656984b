"""A listener that answers plain HTTP with more than a redirect."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for listener in of_type(resolved, "AWS::ElasticLoadBalancingV2::Listener"):
        kinds = [at(action, "Type") for action in entries(at(listener.properties, "DefaultActions"))]
        if at(listener.properties, "Protocol") == "HTTP" and "forward" in kinds:
            yield listener.logical_id, ("Protocol",)


RULE = Rule(
    id="ELB-003",
    title="The site is served in the clear",
    why=(
        "Between client and load balancer, anyone on the way can read and change what is sent over plain HTTP. Listen "
        "on HTTPS, and let the listener on port 80 redirect there."
    ),
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC09-BP02",
    severity=Severity.HIGH,
    places=_places,
)
