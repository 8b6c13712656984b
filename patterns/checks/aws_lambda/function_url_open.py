"""A function that answers everybody who knows its address."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for url in of_type(resolved, "AWS::Lambda::Url"):
        if at(url.properties, "AuthType") == "NONE":
            yield url.logical_id, ("AuthType",)


RULE = Rule(
    id="LAMBDA-008",
    title="Everybody on the internet may call the function",
    why=(
        "With the type NONE Lambda does not check who calls: the code itself must, and you pay for every call. Set "
        "AuthType to AWS_IAM, or put an API or a distribution in front that knows its callers."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.HIGH,
    places=_places,
)
