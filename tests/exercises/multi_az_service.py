"""Answers to the exercises of the page on zones."""

from patterns import MultiAzService
from patterns.catalogue import exercise

START = exercise("a_service_that_ends_with_its_zone").start
TWO_ZONES = START.replace("VPCZoneIdentifier: [!Ref SubnetA]", "VPCZoneIdentifier: [!Ref SubnetA, !Ref SubnetB]")
STANDBY = "      DBSubnetGroupName: !Ref Databases\n      MultiAZ: true\n"

RIGHT = {
    "what_a_lost_zone_leaves": {"two": 83, "three": 100},
    "a_service_that_ends_with_its_zone": TWO_ZONES.replace("HealthCheckType: EC2", "HealthCheckType: ELB").replace(
        "      DBSubnetGroupName: !Ref Databases\n", STANDBY
    ),
    "stable_with_nine_instances": MultiAzService(capacity=9),
}
WRONG = {
    "what_a_lost_zone_leaves": [
        (
            {"two": 50, "three": 67},
            "with two zones, 4 instances are left for the load of 4.8: not 50; with three zones, 6",
        ),
        ({"two": 100, "three": 100}, "with two zones, 4 instances are left for the load of 4.8: not 100"),
        (83, "give a percentage for each"),
    ],
    "a_service_that_ends_with_its_zone": [
        (TWO_ZONES, "minutes"),
        (START.replace("HealthCheckType: EC2", "HealthCheckType: ELB"), "without us-east-1a, "),
    ],
    "stable_with_nine_instances": [
        (MultiAzService(zone_count=2, capacity=9, cpu_target=50), "% of the requests are served"),
        (MultiAzService(capacity=12), "it runs 12"),
        (MultiAzService(capacity=9, cache_standby=False), "it is still away after 3 minutes"),
    ],
}
