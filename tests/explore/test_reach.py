"""The Reach panel and the tables of a network: who reaches whom, why, and where each subnet sends its traffic."""

from __future__ import annotations

import pytest

from patterns import ThreeTierVpc, reachability
from patterns.explore import Workbench
from patterns.explore.panels import Panel
from patterns.explore.tables import reach, routes
from patterns.explore.view import View

SUBNET = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}}
EVIL = "\"><script>alert(1)</script>&amp;'<b onclick=x>"


@pytest.fixture
def workbench() -> Workbench:
    made = Workbench(ThreeTierVpc(nat="one"))
    made.page.selected = "reach"
    return made


def shown(workbench: Workbench) -> str:
    return str(workbench.page.panes["reach"])


def titles(workbench: Workbench) -> list[str]:
    return [tab["title"] for tab in workbench.page.tabs]


@pytest.mark.slow
def test_tab_is_there_where_there_are_subnets(workbench: Workbench) -> None:
    assert "Reach" in titles(workbench)
    assert "Reach" not in titles(Workbench({"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}}))


def test_tab_that_a_turn_takes_away_hands_over_to_the_first() -> None:
    def is_kept(view: View) -> bool:
        return bool(view.source.network_acls)

    tabs = (Panel("one", "One", 1, lambda view: "one"), Panel("two", "Two", 2, lambda view: "two", applies=is_kept))
    workbench = Workbench(ThreeTierVpc(), tabs=tabs)
    workbench.page.selected = "two"

    workbench.turn("network_acls", False)

    assert (workbench.page.selected, workbench.page.panes) == ("one", {"one": "one"})


def test_every_pair_is_a_button_that_says_its_answer_in_words_and_signs(workbench: Workbench) -> None:
    drawn = shown(workbench)

    assert drawn.count('data-value="reach-pair=') == 4 * 6 - 1
    assert 'aria-label="App reaches Data: tcp"' in drawn
    assert 'aria-label="Public does not reach Data: no"' in drawn
    assert 'aria-label="internet may reach Public: all"' in drawn
    assert "Pick a cell" in drawn


def test_a_click_on_a_pair_shows_its_reasons_and_another_one_hides_them(workbench: Workbench) -> None:
    workbench.page.click("pick", "reach-pair=Public Data")

    drawn = shown(workbench)
    assert "<h4>Public does not reach Data</h4>" in drawn
    assert "<b>No rule of DataNetworkAcl lets tcp in from Public.</b>" in drawn
    assert drawn.count('class="pc-no" data-action="pick" data-value="reach-pair=Public Data" aria-pressed="true"') == 1

    workbench.page.click("pick", "reach-pair=Public Data")
    assert "<h4>Public does not reach Data</h4>" not in shown(workbench)


def test_ports_are_those_of_the_rules_and_a_click_asks_by_one() -> None:
    workbench = Workbench(ThreeTierVpc(interface_endpoints=("ssm",)))
    workbench.page.selected = "reach"
    assert 'data-value="reach-by=443" aria-label="By tcp 443"' in shown(workbench)

    workbench.page.click("pick", "reach-by=22")

    assert 'aria-label="App reaches Public: yes"' in shown(workbench)
    assert 'aria-label="App does not reach SsmEndpoint: no"' in shown(workbench)


def test_what_was_picked_stays_when_a_parameter_is_turned(workbench: Workbench) -> None:
    workbench.page.click("pick", "reach-pair=Public Data")

    workbench.turn("network_acls", False)

    assert "<h4>Public reaches Data by all</h4>" in shown(workbench)


def test_loss_of_a_zone_is_shown_where_it_cuts_somebody_off(workbench: Workbench) -> None:
    assert "us-east-1a: AppSubnetB loses its way out through NatGatewayA." in shown(workbench)

    workbench.turn("nat", "per_zone")

    assert "When a zone is lost" not in shown(workbench)


def test_routes_say_table_zone_usable_addresses_and_targets(workbench: Workbench) -> None:
    drawn = shown(workbench)

    assert "us-east-1b, 10.0.4.0/22, 1,019 usable" in drawn
    assert "0.0.0.0/0 to NAT gateway NatGatewayA" in drawn
    assert "public, by association" in drawn


def test_hostile_text_of_a_network_stays_text() -> None:
    route = {"RouteTableId": {"Ref": "Table"}, "DestinationCidrBlock": EVIL, "GatewayId": EVIL}
    workbench = Workbench(
        {
            "Resources": {
                "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": EVIL}},
                "ASubnet": {**SUBNET, "Properties": {**SUBNET["Properties"], "AvailabilityZone": EVIL}},
                "Table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
                "Out": {"Type": "AWS::EC2::Route", "Properties": route},
                "Of": {
                    "Type": "AWS::EC2::SubnetRouteTableAssociation",
                    "Properties": {"SubnetId": {"Ref": "ASubnet"}, "RouteTableId": {"Ref": "Table"}},
                },
            }
        }
    )
    workbench.page.selected = "reach"

    workbench.page.click("pick", "reach-pair=A internet")

    assert "<script" not in shown(workbench)
    assert "<b onclick" not in shown(workbench)
    assert "&lt;script&gt;" in shown(workbench)


def test_tables_read_in_a_terminal() -> None:
    answers = reachability(ThreeTierVpc(zone_count=1, gateway_endpoints=False))

    assert repr(routes(answers)).splitlines()[:3] == [
        "subnet         zone                 table             destination  sent to                           note",
        "PublicSubnetA  us-east-1a  public   PublicRouteTable  10.0.0.0/16  local",
        "PublicSubnetA  us-east-1a  public   PublicRouteTable  0.0.0.0/0    internet gateway InternetGateway",
    ]
    assert repr(reach(answers, "tcp", 5432)).splitlines()[-1].split() == ["Data", "no", "no", "yes", "yes"]
    assert repr(routes(reachability({"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}}))) == "there are no subnets"
