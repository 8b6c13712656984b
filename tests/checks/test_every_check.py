"""What holds for every check. The templates that pass and fail a rule stand in the YAML file named like its module."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
import yaml

from patterns import catalogue, checks
from patterns.findings import Pillar, Rule
from patterns.template.resolve import resolve

HERE = Path(__file__).parent
MODULES = sorted(info.name for info in pkgutil.iter_modules(checks.__path__) if not info.name.startswith("_"))


def rule(module: str) -> Rule:
    return importlib.import_module(f"patterns.checks.{module}").RULE


def cases(kind: str) -> list:
    found = {module: yaml.safe_load((HERE / f"{module}.yaml").read_text()) for module in MODULES}
    return [
        pytest.param(module, case, id=f"{module}-{number}")
        for module in MODULES
        for number, case in enumerate(found[module][kind])
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
    found = yaml.safe_load((HERE / f"{module}.yaml").read_text())

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


def test_ids_are_unique():
    assert len({rule(module).id for module in MODULES}) == len(MODULES) == len(catalogue.checks())


@pytest.mark.parametrize("module", MODULES)
def test_no_rule_stumbles_over_values_that_only_a_deployment_settles(module):
    chosen = {"Fn::If": ["Maybe", {"Ref": "Text"}, {"Ref": "Other"}]}
    names = ("LifecycleConfiguration", "CorsConfiguration", "BucketEncryption", "LoggingConfiguration", "Tags")
    template = {
        "Parameters": {"Text": {"Type": "String"}, "Other": {"Type": "String"}},
        "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "Text"}, "x"]}},
        "Resources": {
            "Bucket": {"Type": "AWS::S3::Bucket", "Properties": dict.fromkeys(names, chosen)},
            "Lists": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "LifecycleConfiguration": {"Rules": [chosen]},
                    "CorsConfiguration": {"CorsRules": [{"AllowedOrigins": chosen}]},
                    "BucketEncryption": {"ServerSideEncryptionConfiguration": chosen},
                },
            },
            "Policy": {
                "Type": "AWS::S3::BucketPolicy",
                "Properties": {"Bucket": chosen, "PolicyDocument": {"Statement": [chosen, {"Condition": chosen}]}},
            },
            "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": chosen, "PendingWindowInDays": chosen}},
        },
    }

    rule(module).findings(resolve(template))
    assert all(path[:1] == ("Resources",) for path in places(module, template))
