"""What cfn-lint says about a template, as findings. Not here: the cookbook's own checks (`patterns.checks`)."""

from __future__ import annotations

import copy
import ipaddress
import re
import threading
from functools import cache
from typing import Any

from patterns.analysis.incremental_lint import ask_once
from patterns.expressions import Expression, ExpressionError
from patterns.findings import ACCEPTED, Finding, Pillar, Severity
from patterns.template.properties import at
from patterns.template.source import Document, load

_ONE_AT_A_TIME = threading.Lock()
"""The kept linter holds the template it looks at: a page asks it in a thread, a cell in the kernel's own."""

FAILED = "E0002"
"""A rule of the linter's stopped on a template that it did not expect: others say what is wrong there."""

_NO_BLOCK = re.compile(r"'(?P<block>[0-9a-fA-F.:]+/\d+)' is not a 'ipv[46]-network'")

SEVERITIES = {"error": Severity.HIGH, "warning": Severity.MEDIUM, "informational": Severity.INFO}


def lint(source: Any, *, region: str = "us-east-1") -> list[Finding]:
    """The linter's findings: errors are high, warnings medium, informational ones info.

    The first call loads the linter and its rules, two seconds or so; they are kept for the next. A configuration
    file of the reader's is not read, so that a template gives the same findings everywhere. Accepted are those that the
    resource's `Metadata` accepts in the cookbook's own form (`findings.ACCEPTED`).
    """
    from cfnlint.decode import convert_dict

    document = load(source)
    # The linter marks and transforms what it is given; the document is shared.
    with _ONE_AT_A_TIME:
        matches = list(linter(region).validate_template(convert_dict(_decidable(copy.deepcopy(document.body)))))
    return [_finding(match, document) for match in matches if match.rule.id != FAILED and not _is_made_a_block(match)]


def _is_made_a_block(match: Any) -> bool:
    """Whether EC2 takes a block that the linter does not: it clears the bits after the mask, as in 10.0.0.7/16.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html (CidrBlock), and so of subnets, routes,
    network ACLs and security groups.
    """
    found = _NO_BLOCK.match(match.message)
    try:
        return found is not None and bool(ipaddress.ip_network(found["block"], strict=False))
    except ValueError:
        return False


def _decidable(body: dict[str, Any]) -> dict[str, Any]:
    """The template without patterns that would keep the linter for hours; what they are is said by who reads values."""
    parameters = body.get("Parameters")
    for parameter in parameters.values() if isinstance(parameters, dict) else ():
        if isinstance(parameter, dict) and "AllowedPattern" in parameter:
            try:
                Expression(str(parameter["AllowedPattern"])).fullmatch(str(parameter.get("Default", "")))
            except ExpressionError:
                parameter["AllowedPattern"] = ".*"
    return body


@cache
def linter(region: str) -> Any:
    """The kept linter of a region: to build its rules anew costs some 400 ms."""
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    config = ConfigMixIn(cli_args=[], regions=[region], include_checks=["I"])
    config.file_args = {}
    runner = Runner(config)
    ask_once(runner.rules)
    return runner


def _finding(match: Any, document: Document) -> Finding:
    path = tuple(getattr(match, "path", None) or ())
    resource = str(path[1]) if len(path) > 1 and path[0] == "Resources" else ""
    written = document.written_as(resource)
    reasons = (
        at(document.body, "Resources", name, "Metadata", ACCEPTED, match.rule.id) for name in (resource, written)
    )
    accepted = next((reason for reason in reasons if isinstance(reason, str)), None)
    return Finding(
        id=match.rule.id,
        title=match.message,
        why=match.rule.description,
        severity=SEVERITIES[match.rule.severity],
        pillar=Pillar.CORRECTNESS,
        resource=written,
        made="" if written == resource else resource,
        path=path,
        source=match.rule.source_url,
        line=document.line(path),
        file=document.file(path),
        accepted=accepted,
    )
