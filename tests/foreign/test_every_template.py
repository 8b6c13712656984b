"""Templates as other people write them: each is deployed, updated and deleted, and leaves the account as it was.

Beside each stands what to expect: values for its parameters, outputs as regular expressions, one changed parameter.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from patterns import Sandbox, check, cost, diagram
from patterns.template.errors import ParameterError
from tools.clearing import standing
from tools.listing import account_listing
from tools.sampling import sampled

HERE = Path(__file__).parent
EXPECTED = {path.name.removesuffix(".expect.json"): path for path in sorted(HERE.glob("*.expect.json"))}
ROOM = 10  # templates, at least: each in a style of its own


def template(name: str) -> Path:
    [found] = [path for path in HERE.glob(f"{name}.*") if not path.name.endswith(".expect.json")]
    return found


def filled(value: Any, here: Any) -> Any:
    """The value with `{vpc_id}` as the account's existing network has it."""
    if isinstance(value, list):
        return [filled(item, here) for item in value]
    return value.format_map(vars(here)) if isinstance(value, str) else value


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def test_every_template_has_its_expectation():
    expectations = [json.loads(path.read_text()) for path in EXPECTED.values()]
    firsts = {Path(expectation["first"]).stem for expectation in expectations if "first" in expectation}
    written = [path for path in HERE.iterdir() if path.suffix in (".yaml", ".json")]
    templates = {path.stem for path in written if not path.name.endswith(".expect.json")}

    assert templates - firsts == set(EXPECTED)
    assert len(EXPECTED) >= ROOM


@pytest.mark.parametrize("name", sampled(EXPECTED, 1, slow=4))
def test_it_deploys_whole_changes_and_leaves_nothing(aws, name):
    expected = json.loads(EXPECTED[name].read_text())
    here = aws.existing_network()
    for stored, value in expected.get("stored", {}).items():
        aws.client("ssm").put_parameter(Name=stored, Type="String", Value=value)
    for secret, value in expected.get("secrets", {}).items():
        aws.client("secretsmanager").create_secret(Name=secret, SecretString=value)
    before = account_listing(aws)
    first = [aws.deploy(HERE / expected["first"])] if "first" in expected else []
    values = {parameter: filled(value, here) for parameter, value in expected["parameters"].items()}

    stack = aws.deploy(template(name), parameters=values)

    assert stack.status == "CREATE_COMPLETE"
    assert stack.drift() == {}
    unsimulated = {one: list(stack[one].unsimulated) for one in stack if stack[one].unsimulated}
    assert unsimulated == expected.get("unsimulated", {})
    assert list(stack.outputs) == list(expected["outputs"])
    for output, pattern in expected["outputs"].items():
        assert re.fullmatch(pattern, str(stack.outputs[output])), f"{output} is {stack.outputs[output]}"

    changes = stack.update(template(name), parameters={**values, **expected["change"]})

    assert [change.logical_id for change in changes] == expected["changed"]
    assert stack.drift() == {}
    for made in (stack, *first):
        made.delete()
    assert account_listing(aws) == before


@pytest.mark.parametrize("name", sampled(EXPECTED, 2, slow=4))
def test_it_is_judged_drawn_and_priced_before_it_is_deployed(name):
    findings = check(template(name))

    assert [finding for finding in findings if re.match("E[0-9]", finding.id)] == []
    assert diagram(template(name)).svg.startswith("<")
    assert cost(template(name)).monthly_usd >= 0


def test_a_rule_of_a_template_is_held_before_anything_is_made(aws):
    here = aws.existing_network()
    values = {"VPCID": here.vpc_id, "KeyPairName": here.key_name, "InstanceType": "t3.micro"}

    with pytest.raises(
        ParameterError, match=r"The image is for arm64\. Choose t4g\.micro, t4g\.small or m7g\.medium\."
    ):
        aws.deploy(template("quick_start"), parameters=values)

    assert standing(aws) == []
