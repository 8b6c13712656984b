"""The linter that asks again only where something changed says what one says that asks everything."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.decode import convert_dict
from cfnlint.runner import Runner

from patterns import LambdaFunction, MultiAzService, ThreeTierVpc
from patterns.analysis.incremental_lint import comparing
from patterns.analysis.lint import lint, linter


@pytest.fixture(scope="module")
def asks_everything() -> Runner:
    config = ConfigMixIn(cli_args=[], regions=["us-east-1"], include_checks=["I"])
    config.file_args = {}
    return Runner(config)


def without(body: dict[str, Any], logical_id: str) -> dict[str, Any]:
    less = copy.deepcopy(body)
    del less["Resources"][logical_id]
    return less


def spoiled(body: dict[str, Any], logical_id: str, **properties: Any) -> dict[str, Any]:
    other = copy.deepcopy(body)
    other["Resources"][logical_id].setdefault("Properties", {}).update(properties)
    return other


def of_a_function() -> Iterator[dict[str, Any]]:
    function = LambdaFunction().to_dict()
    yield from (function, without(function, "Function"), function, spoiled(function, "Function", MemorySize=7))


def of_a_network() -> Iterator[dict[str, Any]]:
    network = ThreeTierVpc(zone_count=2).to_dict()
    yield from (network, without(network, "Vpc"), without(network, "PublicRouteTable"), network)
    yield spoiled(network, "Vpc", CidrBlock="192.168.0.0/16")
    yield spoiled(network, "PublicSubnetA", CidrBlock=network["Resources"]["PublicSubnetB"]["Properties"]["CidrBlock"])
    yield spoiled(network, "Vpc", EnableDnsHostnames={"Fn::If": ["Nowhere", True, False]})
    renamed = copy.deepcopy(network)
    renamed["Parameters"]["Team"] = renamed["Parameters"].pop("CostCenter")
    yield renamed


def of_a_service_after_a_network() -> Iterator[dict[str, Any]]:
    yield from of_a_network()
    service = MultiAzService(zone_count=2).to_dict()
    yield from (service, without(service, "InstanceRole"), spoiled(service, "Database", Engine="oracle-on-a-napkin"))


SLOW = [pytest.param(variants, marks=pytest.mark.long) for variants in (of_a_network, of_a_service_after_a_network)]


@pytest.mark.slow
@pytest.mark.parametrize("variants", [of_a_function, *SLOW])
def test_a_changed_template_has_the_findings_that_a_fresh_linter_finds(
    asks_everything: Runner, variants: Callable[[], Iterator[dict[str, Any]]]
) -> None:
    kept = linter("us-east-1")

    for body in variants():
        expected = list(asks_everything.validate_template(convert_dict(copy.deepcopy(body))))
        assert list(kept.validate_template(convert_dict(copy.deepcopy(body)))) == expected


@pytest.mark.slow
def test_a_defect_is_found_again_while_it_stays_and_its_end_is_seen() -> None:
    body = ThreeTierVpc().to_dict()
    broken = without(body, "Vpc")

    first, second = lint(broken), lint(broken)

    assert first == second
    assert {finding.id for finding in first} == {"E1020", "E6101"}
    assert lint(body) == []


def test_what_rules_compare_across_resources_is_never_left_out() -> None:
    assert {"AWS::EC2::Subnet", "AWS::EC2::VPCEndpoint"} <= comparing(linter("us-east-1").rules)
