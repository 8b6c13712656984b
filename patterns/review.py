"""Reviewing a template: every check of the catalogue and the linter, with the remedies a pattern's parameters offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from patterns import catalogue
from patterns.analysis.lint import lint as linted
from patterns.analysis.refused import refused, unexpanded
from patterns.findings import Finding, Findings, Remedy, Severity
from patterns.parameters import ParameterError
from patterns.template.branches import branches
from patterns.template.resolve import Resolved, resolve
from patterns.template.stack_tags import with_tags

if TYPE_CHECKING:
    from patterns.pattern import Pattern


def check(
    source: Any,
    *,
    parameters: Mapping[str, Any] | None = None,
    lint: bool = True,
    tags: Mapping[str, str] | None = None,
) -> Findings:
    """What is wrong with a template, worst first: what AWS refuses, the cookbook's checks, and the linter's.

    `source` is a pattern, a troposphere template, a dict, YAML or JSON text, or a path. What is wrong in one branch of
    a condition that only a deployment decides is wrong. Findings about a pattern carry the remedy: the change of one
    parameter after which the finding is gone and no other appears. `tags` are those that the whole stack will have.
    What a house adds (`aws-patterns.toml`) is among the checks. Raises `TemplateError` and `HouseError`.
    """
    resolved = source if isinstance(source, Resolved) else resolve(with_tags(source, tags), parameters=parameters)
    findings, others = judged(resolved), list(branches(resolved))
    conditional = judged_in_branches(others, findings)
    if hasattr(source, "with_"):
        findings = with_remedies(source, findings, parameters=parameters, tags=tags)
    findings += conditional
    from_linter = linted(resolved.document, region=resolved.region) if lint else []
    # Of one defect the linter tells more: where it stands, and every one of them.
    told = {finding.about for finding in from_linter if finding.severity >= Severity.HIGH}
    findings += from_linter
    findings += [finding for finding in refused_in([resolved, *others]) if finding.about not in told]
    findings += unexpanded(resolved)
    return Findings(sorted(findings, key=lambda finding: (-finding.severity, finding.id, finding.resource)))


def judged(resolved: Resolved) -> list[Finding]:
    """The findings of all checks but the linter's, in the order of their ids. Raises `HouseError`."""
    return [finding for rule in catalogue.checks().values() for finding in rule.findings(resolved)]


def judged_by_cookbook(resolved: Resolved) -> list[Finding]:
    """The findings of the cookbook's own checks, whatever a house adds: the same wherever it is asked."""
    return [finding for rule in catalogue.cookbook_checks().values() for finding in rule.findings(resolved)]


def judged_in_branches(others: Iterable[Resolved], findings: list[Finding]) -> list[Finding]:
    """What is wrong in a template's branches and is not among what was found in it, each finding once."""
    known = {finding.key for finding in findings}
    more: dict[tuple[str, str], Finding] = {}
    for branch in others:
        for finding in judged(branch):
            if finding.key not in known:
                more.setdefault(finding.key, finding)
    return list(more.values())


def refused_in(versions: Iterable[Resolved]) -> list[Finding]:
    """What AWS refuses in a template or one of its branches, each finding once."""
    findings: dict[tuple[str, str], Finding] = {}
    for each in versions:
        for finding in refused(each):
            findings.setdefault(finding.key, finding)
    return list(findings.values())


def with_remedies(
    pattern: Pattern,
    findings: list[Finding],
    *,
    parameters: Mapping[str, Any] | None = None,
    tags: Mapping[str, str] | None = None,
) -> list[Finding]:
    """The findings, each with the change of one parameter that removes it and adds none, where there is one.

    `parameters` and `tags` are those with which the findings were made. Going back to a default comes before any other
    choice, and what removes more before what removes less.
    """
    remedies: dict[tuple[str, str], Remedy] = {}
    for towards_default in (True, False):
        if len(remedies) < len(findings):
            remedies = _remedies(pattern, findings, parameters, tags, towards_default) | remedies
    return [replace(finding, remedy=remedies.get(finding.key)) for finding in findings]


def _remedies(
    pattern: Pattern,
    findings: list[Finding],
    parameters: Mapping[str, Any] | None,
    tags: Mapping[str, str] | None,
    towards_default: bool,
) -> dict[tuple[str, str], Remedy]:
    before = {finding.key for finding in findings}
    found: list[tuple[set[tuple[str, str]], Remedy]] = []
    for parameter, value, changed in _neighbours(pattern, towards_default):
        if gone := _gone(before, resolve(with_tags(changed, tags), parameters=parameters)):
            found.append((gone, Remedy(parameter, value)))
    found.sort(key=lambda option: len(option[0]))
    return {key: remedy for gone, remedy in found for key in gone}


def _gone(before: set[tuple[str, str]], resolved: Resolved) -> set[tuple[str, str]]:
    """The keys of findings that a changed template does not have; none where another appears.

    What was found before decides first: most changes do not touch it, and no other check need be asked.
    """
    rules, concerned = catalogue.checks(), {rule_id for rule_id, _ in before}
    left = {(rule_id, name) for rule_id in concerned & rules.keys() for name in rules[rule_id].resources(resolved)}
    others = (rule for rule_id, rule in rules.items() if rule_id not in concerned)
    return before - left if left < before and not any(rule.resources(resolved) for rule in others) else set()


def _neighbours(pattern: Pattern, towards_default: bool) -> Iterator[tuple[str, Any, Pattern]]:
    """The patterns one parameter away: those with a default of the recipe, or all the others."""
    for name, kind in pattern.parameters().items():
        if kind.deploy_time is not None:
            continue
        default = pattern.default(name)
        for value in (default,) if towards_default else [choice for choice in kind.choices() if choice != default]:
            if value == getattr(pattern, name):
                continue
            try:
                yield name, value, pattern.with_(**{name: value})
            except ParameterError:
                continue


def at_least(findings: list[Finding], severity: Severity) -> list[Finding]:
    """The findings from a severity on that nobody accepted: what a pipeline fails on."""
    return [finding for finding in findings if finding.severity >= severity and finding.accepted is None]
