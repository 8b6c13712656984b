"""The tests of an exported folder, what they need, and the workflow that runs them."""

from __future__ import annotations

import json
from importlib.metadata import version

from patterns.exporting.facts import Facts
from patterns.findings import Finding
from patterns.takeaway import parameter_file

DISTRIBUTION = "aws-pattern-cookbook"

WORKFLOW = """\
# Runs the tests on every change; no AWS account and no secret is needed.
name: template
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version: "3.13"
      - run: pip install -r requirements.txt
      - run: pytest
"""

_HEAD = '''\
"""What is proven of the template, in an account that is simulated in the process."""

import json
from pathlib import Path

import pytest

from patterns import check

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "{template}"
PARAMETERS = {parameters}
'''

_FROM_FILE = """{
    each["ParameterKey"]: each["ParameterValue"] for each in json.loads((ROOT / "parameters.json").read_text())
}"""

_DEPLOYS = """

@pytest.fixture
def stack(sandbox):
    return sandbox.deploy(TEMPLATE, parameters=PARAMETERS)


def test_it_deploys_whole_and_does_not_drift(stack):
    assert stack.status == "CREATE_COMPLETE"
    assert {{name: stack[name].type for name in stack}} == {resources}
    assert set(stack.outputs) == {outputs}
    assert stack.drift() == {{}}


def test_deployed_again_nothing_would_change(stack):
    assert stack.preview(TEMPLATE, parameters=PARAMETERS) == []
"""

_GOES = """

def test_it_goes_away_again(stack):
    stack.delete()

    assert stack.status == "DELETE_COMPLETE"
"""

_REFUSED = '''

def test_the_sandbox_refuses_it_for_the_reason_that_is_known(sandbox):
    """As long as this holds, nothing of the template is proven by a deployment."""
    with pytest.raises(Exception) as refused:
        sandbox.deploy(TEMPLATE, parameters=PARAMETERS)

    assert str(refused.value).startswith({refusal!r})
'''

_CHECKED = '''

def test_no_finding_is_new():
    """Those that were there at the export; take out what you mend."""
    known = {known}

    assert {{(found.id, found.resource) for found in check(TEMPLATE, parameters=PARAMETERS, lint=False)}} <= known
'''


def requirements() -> str:
    """What the tests need: the cookbook, of the version that wrote them."""
    return f"{DISTRIBUTION}=={version(DISTRIBUTION)}\npytest\n"


def written(facts: Facts) -> str:
    """The text of the tests."""
    proof = facts.proof
    has_file = bool(parameter_file(facts.document))
    text = _HEAD.format(template=facts.template, parameters=_FROM_FILE if has_file else "{}")
    if proof.refusal:
        text += _REFUSED.format(refusal=proof.refusal.split(str(facts.folder))[0][:80])
    else:
        text += _DEPLOYS.format(resources=_dict(proof.resources), outputs=_set(proof.outputs))
        text += "" if proof.stays else _GOES.format()
    text += _CHECKED.format(known=_set(sorted({_key(finding) for finding in facts.findings})))
    unused = [] if has_file else ["import json\n"]
    unused += [] if "pytest." in text else ["import pytest\n\n"]
    for line in unused:
        text = text.replace(line, "", 1)
    return text


def _key(finding: Finding) -> tuple[str, str]:
    return finding.id, finding.resource


def _dict(values: object) -> str:
    members = "".join(f"        {json.dumps(name)}: {json.dumps(value)},\n" for name, value in dict(values).items())  # type: ignore[call-overload]
    return f"{{\n{members}    }}" if members else "{}"


def _set(values: object) -> str:
    members = "".join(f"        {_literal(value)},\n" for value in values)  # type: ignore[attr-defined]
    return f"{{\n{members}    }}" if members else "set()"


def _literal(value: object) -> str:
    """In double quotes, which JSON and Python read alike."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))})"
    return json.dumps(value)
