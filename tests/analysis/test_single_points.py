"""What stops when one thing is lost: each kind in a small template, the failing form beside the one that holds."""

import pytest

from patterns import EncryptionKey, PrivateInstance, SecureBucket, ThreeTierVpc
from patterns.analysis.single_points import Outcome, single_points

ZONES = {"A": "us-east-1a", "B": "us-east-1b"}


def network(**resources):
    subnets = {
        f"Subnet{letter}": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Ref": "Net"}, "CidrBlock": f"10.0.{number}.0/24", "AvailabilityZone": zone},
        }
        for number, (letter, zone) in enumerate(ZONES.items())
    }
    net = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
    return {"Resources": {"Net": net, **subnets, **resources}}


def resource(type_name, **properties):
    return {"Type": type_name, "Properties": properties}


BOTH = [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]
ONE = [{"Ref": "SubnetA"}]
DATABASES = resource("AWS::RDS::DBSubnetGroup", DBSubnetGroupDescription="x", SubnetIds=BOTH)
IN_DATABASES = {"DBSubnetGroupName": {"Ref": "Databases"}}
CACHES = resource("AWS::ElastiCache::SubnetGroup", Description="x", SubnetIds=BOTH)


def zone_effects(template, zone="us-east-1a"):
    return {effect.logical_id: effect.outcome for effect in single_points(template).loss(zone).effects}


def database(**properties):
    made = resource("AWS::RDS::DBInstance", Engine="postgres", **IN_DATABASES, **properties)
    return network(Databases=DATABASES, Thing=made)


def cluster(*members):
    made = {
        name: resource("AWS::RDS::DBInstance", Engine="aurora-postgresql", DBClusterIdentifier={"Ref": "Thing"})
        for name in members
    }
    return network(Databases=DATABASES, Thing=resource("AWS::RDS::DBCluster", **IN_DATABASES), **made)


def cache(**properties):
    made = resource("AWS::ElastiCache::ReplicationGroup", CacheSubnetGroupName={"Ref": "Caches"}, **properties)
    return network(Caches=CACHES, Thing=made)


def group(subnets):
    return network(Thing=resource("AWS::AutoScaling::AutoScalingGroup", VPCZoneIdentifier=subnets))


def balancer(subnets):
    return network(Thing=resource("AWS::ElasticLoadBalancingV2::LoadBalancer", Subnets=subnets))


IN_A_LOST_ZONE = {
    "instance": (network(Thing=resource("AWS::EC2::Instance", SubnetId=ONE[0])), Outcome.STOPS),
    "volume": (network(Thing=resource("AWS::EC2::Volume", AvailabilityZone="us-east-1a")), Outcome.STOPS),
    "group in one zone": (group(ONE), Outcome.STOPS),
    "group in two": (group(BOTH), Outcome.REDUCED),
    "load balancer in two": (balancer(BOTH), Outcome.REDUCED),
    "database alone": (database(), Outcome.STOPS),
    "database with a standby": (database(MultiAZ=True), Outcome.FAILS_OVER),
    "cluster of one": (cluster("First"), Outcome.STOPS),
    "cluster of two": (cluster("First", "Second"), Outcome.FAILS_OVER),
    "cache alone": (cache(), Outcome.STOPS),
    "cache with failover in one zone": (cache(AutomaticFailoverEnabled=True), Outcome.STOPS),
    "cache in several": (cache(AutomaticFailoverEnabled=True, MultiAZEnabled=True), Outcome.FAILS_OVER),
    "function in two": (
        network(Thing=resource("AWS::Lambda::Function", VpcConfig={"SubnetIds": BOTH})),
        Outcome.REDUCED,
    ),
}


@pytest.mark.parametrize("name", IN_A_LOST_ZONE)
def test_what_becomes_of_a_resource_whose_zone_is_lost(name):
    template, outcome = IN_A_LOST_ZONE[name]

    assert zone_effects(template)["Thing"] == outcome
    assert single_points(template).loss("us-east-1a").is_single_point == outcome.is_failure


def test_a_zone_where_nothing_stands_takes_nothing():
    template = network(Thing=resource("AWS::EC2::Instance", SubnetId=ONE[0]))

    assert zone_effects(template, "us-east-1b") == {}


def test_one_nat_gateway_takes_the_way_out_of_the_other_zones():
    one, each = single_points(ThreeTierVpc(nat="one")), single_points(ThreeTierVpc())

    assert zone_effects(ThreeTierVpc(nat="one")) == {"AppSubnetB": Outcome.CUT_OFF}
    assert {effect.logical_id for effect in one.loss("NatGatewayA").failures} == {"AppSubnetA", "AppSubnetB"}
    assert list(each) == []
    assert [effect.outcome for effect in each.loss("NatGatewayA").effects] == [Outcome.REDUCED]


def test_what_a_key_encrypts_is_lost_with_it_and_who_may_use_it_is_not():
    found = single_points(EncryptionKey()).loss("Key")

    assert {effect.logical_id for effect in found.effects} == {"StoreBucket", "Queue", "DeadLetters"}
    assert {effect.outcome for effect in found.effects} == {Outcome.UNREADABLE}


def test_who_asks_a_lost_database_is_told_and_who_asks_one_with_a_standby_is_not():
    asker = resource(
        "AWS::Lambda::Function", Environment={"Variables": {"HOST": {"Fn::GetAtt": ["Thing", "Endpoint.Address"]}}}
    )
    alone, doubled = database(), database(MultiAZ=True)
    alone["Resources"]["Asker"] = doubled["Resources"]["Asker"] = asker

    assert [str(effect) for effect in single_points(alone).loss("Thing").failures] == [
        "Thing stops: it has no standby (MultiAZ is off) and may be in us-east-1a",
        "Asker lacks what it needs: its Environment names Thing",
    ]
    assert not single_points(doubled).loss("Thing").is_single_point


def test_a_template_without_anything_to_lose_says_so():
    assert repr(single_points(SecureBucket())) == "no single point of failure"


def test_a_name_that_was_not_asked_about_is_refused_with_those_that_were():
    with pytest.raises(KeyError, match="'us-east-9z' is not one of the things that can be lost here: us-east-1a"):
        single_points(PrivateInstance()).loss("us-east-9z")
