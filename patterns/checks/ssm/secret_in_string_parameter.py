"""A parameter of type String whose name says that it is a secret."""

from __future__ import annotations

import re

from patterns.checks._references import known_text
from patterns.checks._secrets import is_secret_name
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved

PLAIN = ("String", "StringList")


def _places(resolved: Resolved) -> Places:
    for parameter in of_type(resolved, "AWS::SSM::Parameter"):
        name = known_text(at(parameter.properties, "Name")) or ""
        last = re.sub(r"[^A-Za-z0-9]", "_", name.rpartition("/")[2])
        if at(parameter.properties, "Type") in PLAIN and any(map(is_secret_name, (last, parameter.logical_id))):
            yield parameter.logical_id, ("Type",)


RULE = Rule(
    id="SSM-001",
    title="A secret is stored as plain text",
    why=(
        "A String parameter is not encrypted with a key: everybody who may read parameters can read it, and so can "
        "those who read the template. CloudFormation cannot make a SecureString, so keep secrets in Secrets Manager."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP03",
    severity=Severity.MEDIUM,
    places=_places,
)
