"""Spot placement scores, against what AWS says of them.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-placement-score.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSpotPlacementScores.html
"""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.sandbox.services.ec2.spot.market import Pool
from patterns.sandbox.services.ec2.spot.placement import score

TYPES = ["m5.large", "c5.large", "r5.large"]


def scores(aws, target=20, types=TYPES, **asked):
    answer = aws.client("ec2").get_spot_placement_scores(InstanceTypes=types, TargetCapacity=target, **asked)
    return answer["SpotPlacementScores"]


@pytest.mark.parametrize(
    ("capacity", "target", "types", "expected"),
    [
        (0, 10, 3, 1),
        (10, 10, 3, 4),
        (13, 10, 3, 5),
        (25, 10, 3, 10),
        (1000, 10, 3, 10),
        (1000, 10, 2, 3),
        (0, 10, 1, 1),
    ],
)
def test_half_the_scale_is_room_for_what_is_asked(capacity, target, types, expected):
    assert score(capacity, target, types) == expected


def test_the_ten_best_regions_come_first(aws):
    found = scores(aws)

    assert len(found) == 10
    assert [one["Score"] for one in found] == sorted((one["Score"] for one in found), reverse=True)
    assert all(1 <= one["Score"] <= 10 and set(one) == {"Region", "Score"} for one in found)
    assert len({one["Region"] for one in found}) == 10


def test_zones_are_scored_by_their_own_room(aws):
    found = scores(aws, target=100, RegionNames=["us-east-1"], SingleAvailabilityZone=True)

    zones = aws.client("ec2").describe_availability_zones()["AvailabilityZones"]
    names = {one["ZoneId"]: one["ZoneName"] for one in zones}
    rooms = {zone: sum(aws.spot.room(Pool(kind, zone)) for kind in TYPES) for zone in names.values()}
    assert {one["Region"] for one in found} == {"us-east-1"}
    assert [one["Score"] for one in found] == [score(rooms[names[one["AvailabilityZoneId"]]], 100, 3) for one in found]
    assert len({one["Score"] for one in found}) > 1


def test_more_capacity_scores_lower_and_a_region_higher_than_its_zones(aws):
    [little], [much] = (scores(aws, target, RegionNames=["us-east-1"]) for target in (50, 5000))
    zones = scores(aws, 300, RegionNames=["us-east-1"], SingleAvailabilityZone=True)
    [region] = scores(aws, 300, RegionNames=["us-east-1"])

    assert little["Score"] == 10 > much["Score"] >= 1
    assert region["Score"] > max(zone["Score"] for zone in zones)


def test_fewer_than_three_types_score_low_however_much_room_there_is(aws):
    assert scores(aws, 1, TYPES[:2], RegionNames=["us-east-1"]) == [{"Region": "us-east-1", "Score": 3}]
    assert scores(aws, 1, [*TYPES[:2], TYPES[0]], RegionNames=["us-east-1"])[0]["Score"] == 3
    assert scores(aws, 1, TYPES, RegionNames=["us-east-1"])[0]["Score"] == 10


def test_capacity_may_be_counted_in_vcpus_and_memory(aws):
    units, vcpus, memory = (
        scores(aws, 1000, RegionNames=["us-east-1"], TargetCapacityUnitType=unit)[0]["Score"]
        for unit in ("units", "vcpu", "memory-mib")
    )

    assert units < vcpus < memory == 10


def test_a_pool_that_is_closed_or_full_counts_for_nothing(aws):
    [before] = scores(aws, 400, RegionNames=["us-east-1"])
    with aws.faults.spot_interruption(zone="us-east-1a"), aws.faults.zone_outage("us-east-1b"):
        [during] = scores(aws, 400, RegionNames=["us-east-1"])

    assert during["Score"] < before["Score"]


@pytest.mark.slow
def test_the_same_seed_gives_the_same_scores_and_time_changes_them():
    def told(seed, hours=0):
        with Sandbox(seed=seed) as aws:
            if hours:
                aws.clock.advance(hours=hours)
            return scores(aws, 60, SingleAvailabilityZone=True, RegionNames=["us-east-1"])

    assert told(3) == told(3)
    assert told(3) != told(4)
    assert told(3) != told(3, hours=30)


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        ({"RegionNames": [f"eu-west-{number}" for number in range(11)]}, "InvalidParameterValue",
         "A request may name 10 Regions at most, got 11."),
        ({"RegionNames": ["mars-north-1"]}, "InvalidParameterValue",
         "Invalid value 'mars-north-1' for RegionNames: there is no such Region"),
        ({"InstanceTypes": ["m5.huge"]}, "InvalidInstanceType", "The instance type 'm5.huge' does not exist"),
        ({"InstanceTypes": []}, "MissingParameter", "The request must contain the parameter InstanceTypes"),
        ({"InstanceRequirementsWithMetadata": {"ArchitectureTypes": ["x86_64"]}}, "InvalidParameterCombination",
         "InstanceTypes and InstanceRequirementsWithMetadata cannot be specified together."),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_is_refused(aws, asked, code, message):
    with pytest.raises(ClientError) as refused:
        aws.client("ec2").get_spot_placement_scores(**{"InstanceTypes": TYPES, "TargetCapacity": 1} | asked)

    assert (refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]) == (code, message)
