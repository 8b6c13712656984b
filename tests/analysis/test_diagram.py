"""Diagrams: every resource once, frames that hold what belongs together, edges that mean something."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from patterns import SecureBucket, diagram
from patterns.analysis.dot import LayoutError, svg
from patterns.analysis.frames import Frame, frames
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
    "source", [SecureBucket(), SecureBucket(encryption="aws:kms"), NETWORK], ids=["s3", "kms", "net"]
)
def test_every_resource_is_drawn_once_and_none_overlaps_another(source: object) -> None:
    picture = drawn(source)
    places = boxes(picture)

    marked = [group.get("data-resource") for group in picture.iter(f"{SVG}g") if group.get("data-resource")]

    assert sorted(marked) == sorted(resolve(source).resources)
    for name, (left, top, right, bottom) in places.items():
        for other, (west, north, east, south) in places.items():
            assert name == other or right <= west or east <= left or bottom <= north or south <= top


def test_frames_hold_account_region_network_zone_and_subnet() -> None:
    account = frames(resolve(NETWORK))

    (region,) = account.inner
    (vpc,) = region.inner
    assert (account.label, account.nodes) == ("Account 123456789012", ("Role",))
    assert region.label == "Region us-east-1"
    assert (vpc.label, vpc.resource, vpc.nodes) == ("Vpc, VPC 10.0.0.0/16", "Vpc", ("Empty",))
    assert [zone.label for zone in vpc.inner] == ["us-east-1a", "us-east-1b"]
    assert [(inner.resource, inner.nodes) for zone in vpc.inner for inner in zone.inner] == [
        ("A", ("NatA",)),
        ("B", ("NatB",)),
    ]


def test_bucket_stands_in_its_region() -> None:
    account = frames(resolve(SecureBucket()))

    assert account.inner == (
        Frame(
            "region", "Region us-east-1", dashed=True, nodes=("LogBucket", "Bucket", "BucketPolicy", "LogBucketPolicy")
        ),
    )


def test_edges_say_what_they_mean_and_containment_needs_none() -> None:
    assert "Bucket access logs LogBucket" in diagram(SecureBucket()).words
    assert "BucketPolicy belongs to Bucket" in diagram(SecureBucket()).words
    assert len([one for one in drawn(NETWORK).iter(f"{SVG}g") if one.get("class") == "edge"]) == 0


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
