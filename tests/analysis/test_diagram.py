"""Diagrams: every resource once, frames that hold what belongs together, edges that mean something."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from patterns import EncryptionKey, SecureBucket, ThreeTierVpc, WebApplication, diagram
from patterns.analysis.dot import LayoutError, svg
from patterns.analysis.frames import Frame, frames
from patterns.analysis.links import INTERNET, links
from patterns.analysis.parts import parts
from patterns.template.resolve import resolve

SVG = "{http://www.w3.org/2000/svg}"


def subnet(number: int) -> dict[str, object]:
    zone = {"Fn::Select": [number, {"Fn::GetAZs": ""}]}
    properties = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": f"10.0.{number}.0/24", "AvailabilityZone": zone}
    return {"Type": "AWS::EC2::Subnet", "Properties": properties}


def gateway(name: str) -> dict[str, object]:
    return {"Type": "AWS::EC2::NatGateway", "Properties": {"SubnetId": {"Ref": name}}}


NETWORK = {
    "Resources": {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "A": subnet(0),
        "B": subnet(1),
        "Empty": subnet(1),
        "NatA": gateway("A"),
        "NatB": gateway("B"),
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}},
    }
}


def drawn(source: object) -> ET.Element:
    return ET.fromstring(re.sub(r"var\(--pc-\w+, (#\w+)\)", r"\1", diagram(source).svg))


def boxes(picture: ET.Element) -> dict[str, tuple[float, float, float, float]]:
    """Logical id -> left, top, right, bottom of its node."""
    found = {}
    for group in picture.iter(f"{SVG}g"):
        if group.get("class") == "node":
            numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", group.find(f"{SVG}path").get("d"))]
            xs, ys = numbers[::2], numbers[1::2]
            found[group.get("data-resource")] = (min(xs), min(ys), max(xs), max(ys))
    return found


@pytest.mark.parametrize(
    "source",
    [SecureBucket(), SecureBucket(encryption="aws:kms"), NETWORK, ThreeTierVpc(zone_count=3)],
    ids=["s3", "kms", "net", "tiers"],
)
def test_every_resource_is_drawn_once_and_none_overlaps_another(source: object) -> None:
    picture = drawn(source)
    places = boxes(picture)

    marked = [group.get("data-resource") for group in picture.iter(f"{SVG}g") if group.get("data-resource")]
    resolved = resolve(source)

    assert sorted([*marked, *parts(resolved)]) == sorted(resolved.resources)
    assert set(parts(resolved).values()) <= set(marked)
    for name, (left, top, right, bottom) in places.items():
        for other, (west, north, east, south) in places.items():
            assert name == other or right <= west or east <= left or bottom <= north or south <= top


def test_frames_hold_account_region_network_zone_and_subnet() -> None:
    account = frames(resolve(NETWORK), {})

    (region,) = account.inner
    (vpc,) = region.inner
    assert (account.label, account.nodes) == ("Account 123456789012", ("Role",))
    assert region.label == "Region us-east-1"
    assert (vpc.label, vpc.resource, vpc.nodes) == ("Vpc 10.0.0.0/16", "Vpc", ())
    assert [(zone.label, zone.nodes) for zone in vpc.inner] == [("us-east-1a", ()), ("us-east-1b", ("Empty",))]
    assert [(inner.resource, inner.nodes) for zone in vpc.inner for inner in zone.inner] == [
        ("A", ("NatA",)),
        ("B", ("NatB",)),
    ]


def test_bucket_stands_in_its_region() -> None:
    account = frames(resolve(SecureBucket()), {})

    assert account.inner == (
        Frame(
            "region", "Region us-east-1", dashed=True, nodes=("LogBucket", "Bucket", "BucketPolicy", "LogBucketPolicy")
        ),
    )


def test_edges_say_what_they_mean_and_containment_needs_none() -> None:
    assert "Bucket access logs LogBucket" in diagram(SecureBucket()).words
    assert "BucketPolicy belongs to Bucket" in diagram(SecureBucket()).words
    assert "Vpc" not in diagram(NETWORK).words.partition(";")[2]


def test_a_subnet_points_where_its_routes_lead_and_nowhere_without_one() -> None:
    found = {(link.source, link.target) for link in links(resolve(ThreeTierVpc(zone_count=2))) if link.route}

    assert found == {
        ("PublicSubnetA", "InternetGateway"),
        ("PublicSubnetB", "InternetGateway"),
        ("AppSubnetA", "NatGatewayA"),
        ("AppSubnetB", "NatGatewayB"),
        ("InternetGateway", INTERNET),
    }


@pytest.mark.parametrize(
    ("choice", "ways"),
    [
        ({"nat": "none"}, set()),
        ({"nat": "one"}, {"NatGatewayA"}),
        ({"nat": "regional"}, {"NatGateway"}),
        ({"nat": "none", "ipv6": True}, {"EgressOnlyGateway"}),
    ],
)
def test_the_way_out_of_the_application_tier_is_the_chosen_one(choice: dict[str, object], ways: set[str]) -> None:
    found = links(resolve(ThreeTierVpc(**choice)))

    assert {link.target for link in found if link.route and link.source.startswith("App")} == ways


def test_tiers_lie_in_rows_under_the_gateway_and_zones_in_columns() -> None:
    places = boxes(drawn(ThreeTierVpc(zone_count=3)))
    tops = {name: round(top) for name, (_, top, _, _) in places.items()}

    assert tops["InternetGateway"] < tops["NatGatewayA"] < tops["AppSubnetA"] < tops["DataSubnetA"]
    for tier in ("NatGateway", "AppSubnet", "DataSubnet"):
        assert tops[f"{tier}A"] == tops[f"{tier}B"] == tops[f"{tier}C"]
        assert places[f"{tier}A"][2] < places[f"{tier}B"][0] < places[f"{tier}C"][0]


def test_a_part_without_its_owner_is_drawn_itself() -> None:
    alone = {"Resources": {"Out": {"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": "rtb-1"}}}}

    assert parts(resolve(alone)) == {}
    assert "Out" in boxes(drawn(alone))


def test_parts_of_parts_end_at_what_is_drawn() -> None:
    owners = parts(resolve(ThreeTierVpc()))

    assert owners["PublicRouteTableDefaultRoute"] == owners["PublicRouteTable"] == "Vpc"
    assert owners["DataNetworkAclAssociationA"] == "DataSubnetA"
    assert owners["NatAddressA"] == "NatGatewayA"


def test_picture_fits_a_page_of_800_pixels_and_follows_the_theme() -> None:
    picture = diagram(SecureBucket(encryption="aws:kms"))

    assert int(re.match(r'<svg width="(\d+)"', picture.svg)[1]) <= 560
    assert "var(--pc-ink, #1b1f24)" in picture.svg
    assert not re.search(r"#0[0-9]{5}\b", picture.svg)


def test_still_is_an_image_without_variables() -> None:
    still = diagram(SecureBucket()).still()

    assert still.startswith('<img alt="Diagram of LogBucket (S3 bucket, AES256, kept 365 days)')
    assert "var(" not in still
    assert "%23" in still


def test_same_template_gives_the_same_picture() -> None:
    once = diagram(SecureBucket()).svg
    svg.cache_clear()

    assert diagram(SecureBucket()).svg == once


def test_graph_that_cannot_be_laid_out_is_an_error_with_the_reason() -> None:
    with pytest.raises(LayoutError, match=r"graphviz-pure refused the graph: .*syntax error"):
        svg("digraph { a -> }")


@pytest.mark.slow
def test_a_large_pattern_shows_each_recipe_it_includes_as_one_box() -> None:
    whole, inside = diagram(WebApplication()), diagram(WebApplication(), unfolded=["Payment"])

    assert sorted(re.findall(r'data-folded="(\w+)"', whole.svg)) == ["Data", "Login", "Payment", "Service", "Tags"]
    assert "Payment (12 resources, function, state machine, table)" in whole.words
    assert "Service may use, uses Login" in whole.words
    assert 'data-resource="PaymentMachine"' not in whole.svg
    assert sorted(re.findall(r'data-folded="(\w+)"', inside.svg)) == ["Data", "Login", "Service", "Tags"]
    assert "PaymentMachine uses PaymentCircuit" in inside.words


@pytest.mark.slow
def test_looking_into_a_recipe_within_another_shows_both() -> None:
    inside = diagram(WebApplication(), unfolded=["ServiceNetwork"])

    assert "Service (" not in inside.words
    assert "ServiceNetworkVpc" in inside.words
    assert diagram(WebApplication(), unfolded=["Service"]).words.count("ServiceNetwork (") == 1


@pytest.mark.slow
def test_everything_and_a_small_pattern_are_drawn_by_themselves() -> None:
    everything = diagram(WebApplication(), unfolded=["everything"])

    assert everything.svg == diagram(resolve(WebApplication())).svg
    assert "data-folded" not in everything.svg + diagram(EncryptionKey()).svg


def test_a_thicket_is_drawn_without_its_lines_and_told_whole():
    names = [f"Topic{number}" for number in range(60)]
    thicket = {
        name: {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Environment": {"Variables": {other: {"Ref": other} for other in names[:number]}}},
        }
        for number, name in enumerate(names)
    }

    picture = diagram({"Resources": thicket})

    assert "Its 1770 lines are too many to be drawn." in str(picture)
    assert "Topic59 reads Topic0" in str(picture) or "Topic59" in str(picture)
    assert picture.svg.count('class="edge"') == 0


def test_what_a_transform_made_says_of_what():
    source = (
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  Work:\n    Type: AWS::Serverless::Function\n"
        "    Properties: {Runtime: python3.13, Handler: index.handler, InlineCode: 'def handler(e, c): return 1'}\n"
    )
    drawn = diagram(source).svg

    assert re.search(r"WorkRole</text>\s*<text[^>]*>role, made of Work", drawn)
    assert "made of WorkRole" not in drawn
    assert len(re.findall("made of Work", drawn)) == 1


@pytest.mark.parametrize("type_name", ["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"])
def test_an_api_calls_what_its_definition_integrates(type_name):
    integration = {"type": "aws_proxy", "uri": {"Fn::Sub": "arn:aws:x:::${Ask.Arn}"}, "credentials": {"Ref": "Role"}}
    called = {"/": {"get": {"x-amazon-apigateway-integration": integration, "summary": {"Ref": "Queue"}}}}
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
    resources = {
        "Api": {"Type": type_name, "Properties": {"Body": {"paths": called}}},
        "Ask": {"Type": "AWS::Lambda::Function"},
        "Queue": {"Type": "AWS::SQS::Queue"},
        "Role": role,
    }

    told = [(link.source, link.word, link.target) for link in links(resolve({"Resources": resources}))]

    assert told == [("Api", "calls", "Ask"), ("Api", "runs as", "Role")]
