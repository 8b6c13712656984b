"""What the command line prints: each result as facts for machines, whose keys stay, and as lines for a reader.

Not here: computing a result, and choosing the exit code (`cli`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patterns.analysis.usage import QUANTITIES
from patterns.house.settings import HouseError

if TYPE_CHECKING:
    from patterns.analysis.cost import Estimate
    from patterns.comparison.difference import Change
    from patterns.findings import Finding
    from patterns.pattern import Pattern
    from patterns.sandbox.stacks.stack import Event, Stack
    from patterns.template.source import Document

Facts = dict[str, Any]


def recipe_facts(places: Mapping[str, Path]) -> list[Facts]:
    """`name`, `title`, `summary`, `pillar` and `minutes` of each recipe, by its file, read without importing it.

    To import a recipe takes troposphere along, which is most of a second; a list of names should not. Raises
    `HouseError` for a file without its recipe.
    """
    return [_read(name, place) for name, place in places.items()]


def _read(name: str, place: Path) -> Facts:
    class_name = "".join(part.capitalize() for part in name.split("_"))
    try:
        tree = ast.parse(place.read_bytes())
        [recipe] = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    except (SyntaxError, ValueError) as error:
        raise HouseError(place, f"it has no class {class_name} that Python can read: {error}") from None
    facts = {
        node.target.id: node.value.value
        for node in recipe.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    summary = (ast.get_docstring(recipe) or "").split("\n")[0]
    return {"name": name, "summary": summary, **{key: facts.get(key) for key in ("title", "pillar", "minutes")}}


def recipe_lines(facts: Sequence[Facts]) -> list[str]:
    """One line a recipe: its name and its summary."""
    width = max((len(fact["name"]) for fact in facts), default=0)
    return [f"{fact['name']:{width}}  {fact['summary']}" for fact in facts]


def pattern_facts(pattern: Pattern) -> Facts:
    """`name`, `title`, `summary`, `pillar`, `minutes` and `parameters` of a pattern.

    Each parameter: `name`, `label`, `group`, `limits`, `default`, `value`, `help`, `deploy_time` (the name it has in
    the template, or null) and `needs` (parameter name -> values with which this one matters).
    """
    return {
        "name": pattern.recipe_name(),
        "title": pattern.title,
        "summary": pattern.summary(),
        "pillar": pattern.pillar,
        "minutes": pattern.minutes,
        "parameters": [
            {
                "name": name, "label": kind.label, "group": kind.group, "limits": kind.limits(),
                "default": pattern.default(name), "value": getattr(pattern, name), "help": kind.help,
                "deploy_time": kind.deploy_time, "needs": dict(kind.needs),
            }
            for name, kind in pattern.parameters().items()
        ],
    }  # fmt: skip


def template_facts(document: Document) -> Facts:
    """The same keys as `pattern_facts` for a template's own parameters; a default it does not have is null."""
    declared = document.body.get("Parameters", {})
    return {
        "name": document.name,
        "title": document.name,
        "summary": str(document.body.get("Description", "")),
        "pillar": None,
        "minutes": None,
        "parameters": [
            {
                "name": name, "label": name, "group": "Chosen at deployment", "limits": _constraint(form),
                "default": form.get("Default"), "value": form.get("Default"), "help": form.get("Description", ""),
                "deploy_time": name, "needs": {},
            }
            for name, form in declared.items()
        ],
    }  # fmt: skip


def _constraint(form: Mapping[str, Any]) -> str:
    """A template parameter's type, and its constraints as the template writes them."""
    said = [f"{key} {spoken(form[key])}" for key in sorted(form) if key.startswith(("Allowed", "Max", "Min"))]
    return ", ".join([str(form.get("Type", "String")), *said])


def fact_lines(facts: Facts) -> list[str]:
    """The parameters under their groups, each with limits, help, and when it matters."""
    head = (facts["name"], facts["title"], facts["summary"])
    lines = [line for line in dict.fromkeys(head) if line]
    group = None
    for parameter in facts["parameters"]:
        if parameter["group"] != group:
            group = parameter["group"]
            lines += ["", group]
        lines += [f"  {line}" for line in _parameter_lines(parameter)]
    return lines if facts["parameters"] else [*lines, "", "no parameters"]


def _parameter_lines(facts: Facts) -> Iterator[str]:
    default = "" if facts["value"] == facts["default"] else f" (default {spoken(facts['default'])})"
    yield f"{facts['name']} = {spoken(facts['value'])}{default}"
    yield f"    {facts['limits']}"
    if facts["help"]:
        yield f"    {facts['help']}"
    for name, values in facts["needs"].items():
        yield f"    only with {name} = {' or '.join(map(spoken, values))}"


def finding_facts(finding: Finding) -> Facts:
    """The finding's fields; `severity` in words, `path` a list, `remedy` null or its `parameter` and `value`."""
    return {
        **vars(finding),
        "severity": str(finding.severity),
        "path": list(finding.path),
        "remedy": vars(finding.remedy) if finding.remedy else None,
    }


def finding_lines(findings: Sequence[Finding], *, why: bool = True) -> list[str]:
    """Each finding, with why it matters and what fixes it unless that is left out, then how many there are."""
    lines = [line for finding in findings for line in (_finding_lines(finding) if why else [str(finding)])]
    return [*lines, f"{len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'}"]


def _finding_lines(finding: Finding) -> Iterator[str]:
    yield str(finding)
    yield f"    {finding.why}"
    if finding.remedy:
        yield f"    remedy: --set {finding.remedy.parameter}={spoken(finding.remedy.value)}"
    if finding.accepted:
        yield f"    accepted: {finding.accepted}"
    yield f"    {finding.source}"


def estimate_facts(estimate: Estimate) -> Facts:
    """`monthly_usd`, `region`, `prices_as_of`, `items` with `monthly_usd` each, `unpriced`, `uncounted` and `usage`.

    `monthly_usd` is null where nothing has a price, `prices_as_of` where no line has one.
    """
    items = [{**vars(item), "monthly_usd": item.monthly_usd} for item in estimate.items]
    given = {name: estimate.usage.everywhere.get(name, QUANTITIES[name].default) for name in estimate.quantities}
    return {
        "monthly_usd": None if estimate.is_unknown else estimate.monthly_usd, "region": estimate.region,
        "prices_as_of": estimate.prices_as_of.isoformat() if estimate.prices_as_of else None, "items": items,
        "unpriced": [vars(one) for one in estimate.unpriced], "uncounted": list(estimate.uncounted),
        "usage": {**given, **estimate.usage.by_resource},
    }  # fmt: skip


def estimate_lines(estimate: Estimate) -> list[str]:
    """The bill, the dearest line first, then what it leaves out and never counts, then the usage it assumes."""
    items = sorted(estimate.items, key=lambda item: -item.monthly_usd)
    lines = [
        f"{item.monthly_usd:10,.2f}  {item.resource}: {item.what}, {item.quantity:,.4g} {item.unit}"
        + (f", price of {item.sampled_on}" if item.sampled_on else "")
        for item in items
    ]
    unpriced = [f"  not priced: {one.resource} ({one.type}): {one.why}" for one in estimate.unpriced]
    used = [
        f"  --use {name}={estimate.usage.everywhere.get(name, QUANTITIES[name].default):g}  {QUANTITIES[name].unit}: "
        f"{QUANTITIES[name].help}"
        for name in estimate.quantities
    ]
    uncounted = [f"  never counted: {one}" for one in estimate.uncounted]
    return [*lines, _total(estimate), *unpriced, *uncounted, *(["used for"] if used else []), *used]


def _total(estimate: Estimate) -> str:
    if estimate.is_unknown:
        return f"{'unknown':>10}  USD a month in {estimate.region}: {estimate.why_unknown}"
    dated = f", prices as of {estimate.prices_as_of}" if estimate.prices_as_of else ""
    left_out = f", without what is not priced ({len(estimate.unpriced)})" if estimate.unpriced else ""
    return f"{estimate.monthly_usd:10,.2f}  USD a month in {estimate.region}{left_out}{dated}"


def change_facts(change: Change) -> Facts:
    """The change's fields; each of `properties` has `path`, `before`, `after` and `requires`."""
    return {**vars(change), "properties": [{**vars(prop), "path": list(prop.path)} for prop in change.properties]}


def change_lines(changes: Sequence[Change]) -> list[str]:
    """Each changed resource with its properties and what the change costs."""
    return [line for change in changes for line in _change_lines(change)] or ["nothing changes"]


def _change_lines(change: Change) -> Iterator[str]:
    replaced = {"always": ", replaced", "conditional": ", perhaps replaced"}.get(change.replacement or "", "")
    yield f"{change.action} {change.logical_id} ({change.type}){replaced}"
    for prop in change.properties:
        path = ".".join(map(str, prop.path))
        yield f"    {path}: {spoken(prop.before)} -> {spoken(prop.after)}"
    if change.consequence:
        yield f"    {change.consequence}"


def stack_facts(stack: Stack) -> Facts:
    """`stack`, `status`, `reason` (null), `outputs`, `resources`, `left_out` and `events` of a deployed stack.

    Each resource: `logical_id`, `type`, `physical_id`, `declared` and `read_back` (how many single values), `drift`
    and `unsimulated` (what did not read back). Each event: `at`, `logical_id`, `type`, `status`, `reason` and
    `physical_id`.
    """
    resources = [
        {
            "logical_id": row.logical_id, "type": row.type, "physical_id": row.physical_id,
            "declared": row.declared, "read_back": row.read_back,
            "drift": [vars(one) for one in row.drifted], "unsimulated": list(row.unsimulated),
        }
        for row in stack.report().rows
    ]  # fmt: skip
    return {
        "stack": stack.name, "status": stack.status, "reason": None, "outputs": stack.outputs,
        "resources": resources, "left_out": list(stack.left_out.lines), "events": _events(stack.events),
    }  # fmt: skip


def refusal_facts(refusal: Exception) -> Facts:
    """The same keys for a refused deployment: `reason` says why, and there are events if anything was begun."""
    return {
        "stack": getattr(refusal, "stack_name", None), "status": getattr(refusal, "status", None),
        "reason": str(refusal), "outputs": {}, "resources": [], "left_out": [],
        "events": _events(getattr(refusal, "events", ())),
    }  # fmt: skip


def _events(events: Sequence[Event]) -> list[Facts]:
    return [{**vars(event), "at": event.at.isoformat()} for event in events]


def stack_lines(facts: Facts) -> list[str]:
    """The events, per resource how much of what it declares the services report, what was left out, the outputs."""
    events = [
        f"{event['at'][11:19]} {event['status']} {event['logical_id']} {event['reason']}".rstrip()
        for event in facts["events"]
    ]
    resources = [line for resource in facts["resources"] for line in _resource_lines(resource)]
    outputs = [f"  {name} = {spoken(value)}" for name, value in facts["outputs"].items()]
    status = [f"{facts['stack']}: {facts['status']}"] if facts["stack"] else []
    left_out = [f"  left out: {line}" for line in facts["left_out"]]
    return [*map(str.rstrip, events), *status, *resources, *left_out, *outputs]


def _resource_lines(facts: Facts) -> Iterator[str]:
    yield f"  {facts['logical_id']} ({facts['type']}): {facts['read_back']} of {facts['declared']} values as declared"
    yield from (f"    not simulated: {path}" for path in facts["unsimulated"])
    yield from (f"    drift: {spoken(found)}" for found in facts["drift"])


def spoken(value: Any) -> str:
    """A value as `--set` takes it: `true`, `30`, `a,b`; nothing for none, other structures as Python shows them."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list) and all(isinstance(member, str | int) for member in value):
        return ",".join(map(str, value)) or "nothing"
    return str(value)
