"""Findings as other tools read them: SARIF for code scanning, JUnit for test reports.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from xml.etree import ElementTree

from patterns.findings import Finding, Severity

LEVELS = {
    Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note",
    Severity.INFO: "note",
}  # fmt: skip
"""SARIF knows three."""

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


Found = Mapping[str, Sequence[Finding]]
"""The findings of each template, by its path."""


def sarif(found: Found, version: str) -> str:
    """A log of one run over templates; accepted findings are suppressed, with their reason."""
    rules = {finding.id: finding for findings in found.values() for finding in findings}
    driver = {
        "name": "aws-patterns", "version": version,
        "rules": [
            {
                "id": rule_id, "shortDescription": {"text": one.title}, "fullDescription": {"text": one.why},
                "helpUri": one.source,
            }
            for rule_id, one in rules.items()
        ],
    }  # fmt: skip
    results = [_result(finding, uri) for uri, findings in found.items() for finding in findings]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _result(finding: Finding, uri: str) -> dict[str, object]:
    of_nested = (PurePosixPath(uri).parent / finding.file).as_posix()
    place: dict[str, object] = {"artifactLocation": {"uri": of_nested if finding.file else uri}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    about = f"{finding.resource}: " if finding.resource else ""
    found: dict[str, object] = {
        "ruleId": finding.id, "level": LEVELS[finding.severity], "message": {"text": f"{about}{finding.title}"},
        "locations": [{"physicalLocation": place}],
    }  # fmt: skip
    if finding.accepted is not None:
        found["suppressions"] = [{"kind": "inSource", "justification": finding.accepted}]
    return found


def junit(found: Found) -> str:
    """A suite for each template: a case that fails for each finding, skipped if accepted, one that passes for none."""
    suites = [_suite(name, findings) for name, findings in found.items()]
    root = suites[0] if len(suites) == 1 else ElementTree.Element("testsuites")
    if len(suites) > 1:
        root.extend(suites)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _suite(name: str, findings: Sequence[Finding]) -> ElementTree.Element:
    is_open = [finding for finding in findings if finding.accepted is None]
    suite = ElementTree.Element(
        "testsuite", name=f"aws-patterns {name}", tests=str(len(findings) or 1), failures=str(len(is_open)), errors="0",
        skipped=str(len(findings) - len(is_open)),
    )  # fmt: skip
    if not findings:
        ElementTree.SubElement(suite, "testcase", classname=name, name="no findings")
    for finding in findings:
        case = ElementTree.SubElement(
            suite, "testcase", classname=name, name=f"{finding.id} {finding.resource}".strip()
        )
        if finding.accepted is not None:
            ElementTree.SubElement(case, "skipped", message=finding.accepted)
        else:
            said = ElementTree.SubElement(case, "failure", message=finding.title, type=str(finding.severity))
            said.text = f"{finding.why}\n{finding.source}"
    return suite
