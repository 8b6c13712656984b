"""Answers to the exercises of the page on zones."""

from patterns import MultiAzService, SecureBucket
from patterns.catalogue import exercise

START = exercise("a_service_that_ends_with_its_zone").start
TWO_ZONES = START.replace("VPCZoneIdentifier: [!Ref SubnetA]", "VPCZoneIdentifier: [!Ref SubnetA, !Ref SubnetB]")
IN_A_GROUP = "      DBSubnetGroupName: !Ref Databases\n"
STANDBY = IN_A_GROUP + "      MultiAZ: true\n"
MENDED = TWO_ZONES.replace("HealthCheckType: EC2", "HealthCheckType: ELB").replace(IN_A_GROUP, STANDBY)
DATABASE = MENDED[MENDED.index("  Database:") :]
A_SAFE_ONE_FIRST = MENDED.replace(DATABASE, DATABASE.replace("  Database:", "  Another:")) + DATABASE.replace(
    "      MultiAZ: true\n", ""
)
ONE_BALANCED_TO_NOBODY = MENDED.replace(", TargetGroupArn: !Ref Targets}]", ", TargetGroupArn: !Ref Empty}]").replace(
    "  Listener:",
    "  Empty:\n"
    "    Type: AWS::ElasticLoadBalancingV2::TargetGroup\n"
    "    Properties: {Port: 80, Protocol: HTTP, VpcId: !Ref Vpc}\n"
    "  Listener:",
)
NINE = MultiAzService(capacity=9)


def with_more_beside(number):
    """The service, and so many instances more that no group runs."""
    template = NINE.to_dict()
    for one in range(number):
        image = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
        template["Resources"][f"More{one}"] = {
            "Type": "AWS::EC2::Instance",
            "Properties": {"ImageId": image, "InstanceType": "t4g.small", "SubnetId": {"Ref": "NetworkAppSubnetA"}},
        }
    return template


RIGHT = {
    "what_a_lost_zone_leaves": {"two": 83, "three": 100},
    "a_service_that_ends_with_its_zone": MENDED,
    "stable_with_nine_instances": NINE,
}
UNUSUAL = {
    "what_a_lost_zone_leaves": [{"three": "100%", "two": "83.3%"}, '{"two": 83, "three": 100}'],
    "a_service_that_ends_with_its_zone": [
        MENDED.replace("MinSize: '4'", "MinSize: '0'\n      DesiredCapacity: '6'"),
        MENDED.replace("HealthCheckType: ELB", "HealthCheckType: 'EC2,ELB'"),
        MENDED.replace("      MultiAZ: true\n", "      MultiAZ: true\n      DeletionProtection: false\n").replace(
            "MinSize: '4'", "MinSize: '8'"
        ),
    ],
    "stable_with_nine_instances": [NINE.to_yaml()],
}
WRONG = {
    "what_a_lost_zone_leaves": [
        (
            {"two": 50, "three": 67},
            "with two zones, 4 instances are left for the load of 4.8: not 50; with three zones, 6",
        ),
        ({"two": 100, "three": 100}, "with two zones, 4 instances are left for the load of 4.8: not 100"),
        ({"two": "most", "three": "all"}, "give a percentage for each"),
        (83, "give a percentage for each"),
    ],
    "a_service_that_ends_with_its_zone": [
        (TWO_ZONES, "minutes"),
        (START.replace("HealthCheckType: EC2", "HealthCheckType: ELB"), "without us-east-1a, "),
        (MENDED.replace("      MultiAZ: true\n", ""), "Database: it is still away after 3 minutes"),
        (A_SAFE_ONE_FIRST, "Database: it is still away after 3 minutes"),
        (MENDED.replace("HealthCheckIntervalSeconds: 10", "HealthCheckIntervalSeconds: 300"), "after ten minutes"),
        (
            MENDED.replace("HealthCheckType: ELB", "HealthCheckType: ELB\n      HealthCheckGracePeriod: 3600"),
            "after ten",
        ),
        (MENDED.replace("HealthCheckType: ELB", "HealthCheckType: EC2"), "after ten minutes it is still there"),
        (MENDED.replace("MinSize: '4'", "MinSize: '1'"), "% of the requests are served"),
        (MENDED.replace(DATABASE, ""), "it has no AWS::RDS::DBInstance: add one"),
        (ONE_BALANCED_TO_NOBODY, "0% of the requests are served"),
        (SecureBucket(), "it has no AWS::"),
    ],
    "stable_with_nine_instances": [
        (MultiAzService(zone_count=2, capacity=9, cpu_target=50), "% of the requests are served"),
        (MultiAzService(capacity=12), "it runs 12"),
        (MultiAzService(capacity=9, cache_standby=False), "it is still away after 3 minutes"),
        (with_more_beside(2), "it runs 11"),
    ],
}
