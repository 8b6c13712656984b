"""The page docs/iam-cases.md: every case of tests/iam/cases, by subject, with the page of AWS's that it follows.

What it shows as outcome is what the evaluator says when the page is written; a case it gets wrong stops the writing.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from html import escape
from typing import Any

from patterns.iam import Grant, Policies, Request, evaluate
from tools.fidelity import ROOT

PAGE = ROOT / "docs" / "iam-cases.md"
TABLE = "tests.iam.case_table"

HEAD = """# How IAM decides: {count} cases

Written by `make readme` from [tests/iam/cases](../tests/iam/cases); do not edit it. Each row is a claim, linked to the
AWS page that it follows, and one request that shows it. Tests hold two evaluators, written independently from the same
pages, to every row, and both to {drawn} random cases (`make test-long`).

A resource belongs to account 123456789012 unless its row says otherwise. Layers that a row does not name do not exist:
a row without SCPs is outside an organisation."""

LAYERS = {
    "identity": "identity policy",
    "resource": "resource policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "scps": "SCPs by level",
    "rcps": "RCPs by level",
    "grants": "grants",
    "public_access_block": "public access block",
}


class WrongCase(AssertionError):
    """A case that the evaluator does not decide as its page says."""


def page() -> str:
    """The whole page, as Markdown. Raises `WrongCase`."""
    subjects = importlib.import_module(TABLE).subjects()
    drawn = importlib.import_module("tests.iam.test_agreement").ALL
    count = sum(len(module.CASES) for module in subjects.values())
    parts = [HEAD.format(count=count, drawn=f"{drawn:,}")]
    for module in subjects.values():
        rows = "\n".join(map(_row, module.CASES))
        parts += [f"## {module.TITLE}", f"| claim | request | policies | outcome |\n| --- | --- | --- | --- |\n{rows}"]
    return "\n\n".join(parts) + "\n"


def _row(case: Any) -> str:
    found = evaluate(case.request, case.policies)
    if found.outcome != case.outcome:
        raise WrongCase(f"{case.claim}: {case.outcome} by its page, but {found.explain()}")
    cells = (
        f"[{_text(case.claim)}]({case.page})",
        "<br>".join(_request(case.request)),
        "<br>".join(_policies(case.policies)) or "none",
        found.outcome,
    )
    return f"| {' | '.join(cells)} |"


def _request(request: Request) -> Iterator[str]:
    who = {"*": "somebody unknown"}.get(request.principal) or _code(request.principal)
    yield f"{who}: {_code(request.action)} on {_code(request.resource)}"
    if request.resource_account and request.resource_account != "123456789012":
        yield f"of account {_code(request.resource_account)}"
    if request.context:
        yield f"with {_code(_json(request.context))}"


def _policies(policies: Policies) -> Iterator[str]:
    for field in fields(policies):
        found = getattr(policies, field.name)
        if not found:
            continue
        said = list(found.values()) if field.name == "identity" else [found]
        for one in said:
            yield f"{LAYERS[field.name]}: {_code(_json(_plain(one)))}"


def _plain(found: Any) -> Any:
    """What a layer says, without the version that all but a few documents share."""
    if isinstance(found, Grant):
        limits = {"equals": found.context_equals, "subset": found.context_subset}
        named = {name: value for name, value in limits.items() if value is not None}
        return {"grantee": found.grantee, "operations": sorted(found.operations), **named}
    if isinstance(found, Mapping) and "Statement" in found:
        statements = found["Statement"]
        said = statements[0] if len(statements) == 1 else statements
        return said if found["Version"] == "2012-10-17" else {"Version": found["Version"], "Statement": said}
    return [_plain(one) for one in found] if isinstance(found, list | tuple) else found


def _json(value: Any) -> str:
    return json.dumps(value, separators=(", ", ": "), default=dict)


def _code(text: str) -> str:
    """Code in a cell: as HTML, since Markdown's marks and a table's bars may stand in it."""
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    marks = {"|": "&#124;", "*": "&#42;", "_": "&#95;", "$": "&#36;", "[": "&#91;", "]": "&#93;"}
    return "".join(marks.get(character, character) for character in escape(text, quote=False))
