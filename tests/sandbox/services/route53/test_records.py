"""Records of Route 53: batches that come about as a whole, stacks that change them, zones that hold them."""

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import StackFailed


def record(name, kind="A", value="192.0.2.1", **more):
    return {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}], **more}


@pytest.fixture
def zone(aws):
    made = aws.client("route53").create_hosted_zone(Name="shop.example", CallerReference="1")
    return made["HostedZone"]["Id"].rpartition("/")[2]


def changed(aws, zone, *changes):
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": one} for action, one in changes]}
    aws.client("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)


def held(aws, zone):
    resource_record_sets = aws.client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    own = (
        resource_record_set
        for resource_record_set in resource_record_sets
        if resource_record_set["Type"] not in ("NS", "SOA")
    )
    return sorted((one["Name"], one["Type"], one.get("SetIdentifier", "")) for one in own)


ALIAS = record("a.shop.example", "CNAME", "b.example")


@pytest.mark.parametrize(
    ("there", "asked", "said"),
    [
        ([], ("CREATE", record("a.else.example")), "is not permitted in zone shop.example."),
        ([record("a.shop.example")], ("CREATE", record("A.shop.example.")), "but it already exists"),
        ([record("a.shop.example")], ("CREATE", ALIAS), "as it conflicts with other records with the same DNS name"),
        ([ALIAS], ("CREATE", record("a.shop.example")), "because a conflicting RRSet of type CNAME"),
        ([], ("CREATE", record("shop.example", "CNAME", "b.example")), "is not permitted at apex"),
        ([], ("DELETE", record("a.shop.example")), "but it was not found"),
        (
            [record("a.shop.example")],
            ("CREATE", record("a.shop.example", SetIdentifier="one", Weight=1)),
            "cannot be created as other RRSets exist",
        ),
    ],
)
def test_a_batch_with_one_wrong_change_changes_nothing(aws, zone, there, asked, said):
    if there:
        changed(aws, zone, *(("CREATE", one) for one in there))
    before = held(aws, zone)

    with pytest.raises(ClientError, match=said) as refused:
        changed(aws, zone, ("CREATE", record("fine.shop.example")), asked)

    assert refused.value.response["Error"]["Code"] == "InvalidChangeBatch"
    assert held(aws, zone) == before


def test_one_of_several_of_a_name_goes_alone(aws, zone):
    several = [record("a.shop.example", SetIdentifier=name, Weight=1) for name in ("one", "two")]
    other = record("b.shop.example", SetIdentifier="one", Weight=1)
    changed(aws, zone, *(("CREATE", one) for one in (*several, other)))

    changed(aws, zone, ("DELETE", several[0]))

    assert held(aws, zone) == [("a.shop.example.", "A", "two"), ("b.shop.example.", "A", "one")]


def test_an_alias_within_its_zone_needs_its_target(aws, zone):
    target = {"HostedZoneId": zone, "DNSName": "b.shop.example", "EvaluateTargetHealth": False}
    alias = {"Name": "a.shop.example", "Type": "A", "AliasTarget": target}

    with pytest.raises(ClientError, match="but that target was not found"):
        changed(aws, zone, ("CREATE", alias))
    changed(aws, zone, ("CREATE", record("b.shop.example")), ("CREATE", alias))

    assert len(held(aws, zone)) == 2


def stacked(zone, **properties):
    own = {"HostedZoneId": zone, "Type": "A", "TTL": "60", "ResourceRecords": ["192.0.2.1"], **properties}
    one = {"Type": "AWS::Route53::RecordSet", "Properties": own}
    return {"Resources": {"One": one}, "Outputs": {"Name": {"Value": {"Ref": "One"}}}}


def test_a_stack_that_renames_a_record_leaves_none_behind(aws, zone):
    stack = aws.deploy(stacked(zone, Name="a.shop.example"))
    stack.update(stacked(zone, Name="b.shop.example"))

    assert held(aws, zone) == [("b.shop.example.", "A", "")]
    assert (stack.outputs, stack.drift()) == ({"Name": "b.shop.example"}, {})
    stack.delete()
    assert held(aws, zone) == []


def test_a_record_in_a_zone_named_by_its_name_needs_exactly_one(aws, zone):
    named = stacked(zone, Name="a.shop.example", HostedZoneName="shop.example.")
    named["Resources"]["One"]["Properties"].pop("HostedZoneId")

    stack = aws.deploy(named)
    aws.client("route53").create_hosted_zone(Name="shop.example", CallerReference="2")

    assert held(aws, zone) == [("a.shop.example.", "A", "")]
    stack.delete()
    with pytest.raises(StackFailed, match="Found multiple hosted zones"):
        aws.deploy(named, name="again")


def private(*networks):
    vpcs = {
        name: {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": f"10.{number}.0.0/16"}}
        for number, name in enumerate(("A", "B"))
    }
    inside = [{"VPCId": {"Ref": name}, "VPCRegion": "us-east-1"} for name in networks]
    zone = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "in.example", "VPCs": inside}}
    return {"Resources": {**vpcs, "Zone": zone}}


@pytest.mark.slow
def test_a_private_zone_moves_from_one_network_to_another(aws):
    stack = aws.deploy(private("A"))
    stack.update(private("A", "B"))
    stack.update(private("B"))

    told = aws.client("route53").get_hosted_zone(Id=stack["Zone"].physical_id)
    assert [one["VPCId"] for one in told["VPCs"]] == [stack["B"].physical_id]
    assert stack.drift() == {}
