"""What holds for every check. The templates that pass and fail a rule stand in the YAML file of its folder and name."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore.session import Session

from patterns import catalogue, checks
from patterns.findings import Pillar, Rule
from patterns.template.resolve import Resolved, resolve
from patterns.template.schema import FOLDER, schema

HERE = Path(__file__).parent
RULES = Path(checks.__file__).parent
MODULES = catalogue.check_names()
FOLDERS = sorted({module.partition(".")[0] for module in MODULES})
SUBJECTS = {"secrets", "security_groups", "spot", "tags", "vpc"}
"""Folders for what no one service stands for, or what is only a part of one."""


def rule(module: str) -> Rule:
    return importlib.import_module(f"patterns.checks.{module}").RULE


def prefix(folder: str) -> str:
    return importlib.import_module(f"patterns.checks.{folder}").PREFIX


def templates(module: str) -> Path:
    return HERE / f"{module.replace('.', '/')}.yaml"


# The loader in C reads the files ten times as fast, in each process of the run.
EXAMPLES = {module: yaml.load(templates(module).read_text(), Loader=yaml.CSafeLoader) for module in MODULES}


def cases(kind: str) -> list:
    return [
        pytest.param(module, case, id=f"{module}-{number}")
        for module in MODULES
        for number, case in enumerate(EXAMPLES[module][kind])
    ]


def places(module: str, template: dict) -> list:
    return [finding.path for finding in rule(module).findings(resolve(template))]


@pytest.mark.parametrize(("module", "template"), cases("passes"))
def test_a_rule_is_silent_where_all_is_well(module, template):
    assert places(module, template) == []


@pytest.mark.parametrize(("module", "template"), cases("fails"))
def test_a_rule_finds_its_defect_once_at_a_place_that_is_there(module, template):
    found = places(module, template)

    assert len(found) == len(set(found)) == 1
    place = template
    for step in found[0]:
        place = place[step]


@pytest.mark.parametrize("module", MODULES)
def test_a_rule_has_templates_that_pass_and_that_fail(module):
    found = yaml.safe_load(templates(module).read_text())

    assert found.keys() == {"passes", "fails"}
    assert found["passes"]
    assert found["fails"]


@pytest.mark.parametrize("module", MODULES)
def test_a_rule_states_its_facts(module):
    facts = rule(module)

    assert re.fullmatch(r"[A-Z0-9]{2,12}-\d{3}", facts.id)
    assert re.fullmatch(r"https://docs\.aws\.amazon\.com/\S+\.html", facts.source)
    assert isinstance(facts.pillar, Pillar)
    assert re.fullmatch(r"(SEC|REL|COST|OPS|PERF|SUS)\d{2}-BP\d{2}", facts.best_practice)
    assert len(re.findall(r"[.:;](?=\s|$)", facts.why)) >= 2, "two sentences of why"
    assert facts.title[0].isupper()
    assert not facts.title.endswith(".")


@pytest.mark.parametrize("module", MODULES)
def test_the_id_of_a_rule_begins_with_the_prefix_of_its_folder(module):
    assert rule(module).id.rpartition("-")[0] == prefix(module.partition(".")[0])


def test_no_two_folders_have_one_prefix():
    assert len({prefix(folder) for folder in FOLDERS}) == len(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_named_like_a_client_of_boto3_or_for_what_is_no_service(folder):
    clients = Session().get_available_services()

    assert (folder.removeprefix("aws_").replace("_", "-") in clients) is (folder not in SUBJECTS)


def test_no_rule_and_no_templates_stand_where_nobody_looks():
    files = (path.relative_to(RULES) for path in RULES.rglob("*.py") if not path.name.startswith("_"))

    assert sorted(".".join(file.with_suffix("").parts) for file in files) == sorted(MODULES)
    assert sorted(HERE.rglob("*.yaml")) == sorted(map(templates, MODULES))


def test_ids_are_unique():
    assert len({rule(module).id for module in MODULES}) == len(MODULES) == len(catalogue.checks())


UNDECIDED = {"Fn::If": ["Maybe", {"Ref": "Text"}, {"Ref": "Other"}]}


def filled(node: dict, leaf: Any, *, depth: int) -> Any:
    """A value for a property of this schema that is `leaf` from a depth on, and of the right shape before."""
    kind = node.get("type")
    if depth and kind == "array":
        return [filled(node.get("items", {}), leaf, depth=depth - 1)]
    if depth and kind == "object" and node.get("properties"):
        return {name: filled(member, leaf, depth=depth - 1) for name, member in node["properties"].items()}
    return leaf


def template_filled_with(leaf: Any, *, depth: int) -> dict:
    """A template with one resource of every type the sandbox knows, each property `leaf` from a depth on."""
    types = sorted(json.loads(file.read_text())["type"] for file in FOLDER.glob("*.json"))
    policies = dict.fromkeys(("DeletionPolicy", "UpdateReplacePolicy"), "Retain")
    return {
        "Parameters": {name: {"Type": "String", "NoEcho": True} for name in ("Text", "Other")},
        "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "Text"}, "x"]}},
        "Resources": {
            name.replace("::", ""): {
                "Type": name,
                **policies,
                "Properties": {
                    member: filled(node, leaf, depth=depth)
                    for member, node in schema(name).properties.items()
                    if member not in schema(name).read_only
                },
            }
            for name in types
        },
    }


CERTAIN = {"spot.legacy_spot_fleet": 0, "iam.policy_on_user": 2}
"""Rule -> the depth from which its defect is there whatever the leaves are: a policy written on a user is one."""


@pytest.fixture(scope="module")
def undecided_at_depth() -> dict[int, Resolved]:
    return {depth: resolve(template_filled_with(UNDECIDED, depth=depth)) for depth in range(5)}


@pytest.mark.parametrize("module", MODULES)
def test_what_only_a_deployment_settles_is_no_finding(module, undecided_at_depth):
    for depth, resolved in undecided_at_depth.items():
        if depth < CERTAIN.get(module, len(undecided_at_depth)):
            assert list(rule(module).findings(resolved)) == [], depth


@pytest.fixture(scope="module")
def malformed() -> list[Resolved]:
    leaves: tuple[Any, ...] = ("x", 1, True, [], [["x"]], {"a": ["x"]})
    return [resolve(template_filled_with(leaf, depth=depth)) for leaf in leaves for depth in (0, 2)]


@pytest.mark.parametrize("module", MODULES)
def test_no_rule_stumbles_over_values_of_the_wrong_shape(module, malformed):
    for resolved in malformed:
        assert all(finding.path[0] == "Resources" for finding in rule(module).findings(resolved))
