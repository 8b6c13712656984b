"""Answers to the exercises of the page on Spot."""

from patterns import SecureBucket, SpotFleet
from patterns.catalogue import exercise

ONE_POOL = exercise("one_pool").start
SPREAD = ONE_POOL.replace("[!Ref SubnetA]", "[!Ref SubnetA, !Ref SubnetB]")
MENDED = SPREAD.replace("CapacityRebalance: false", "CapacityRebalance: true")
BOUGHT = MENDED.replace("OnDemandPercentageAboveBaseCapacity: 0", "OnDemandPercentageAboveBaseCapacity: 100")
HALF_BOUGHT = BOUGHT.replace(": 100", ": 50")
GROUP = MENDED[MENDED.index("  Group:") :].replace('"4"', '"2"')
TWO_GROUPS = (
    MENDED[: MENDED.index("  Group:")]
    + GROUP.replace(", !Ref SubnetB", "")
    + GROUP.replace("  Group:", "  Other:").replace("!Ref SubnetA, ", "")
)
BY_ITS_TEMPLATE = (
    MENDED[: MENDED.index("  Template:")]
    + """\
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: ami-12c6146b
        InstanceType: m5.large
        InstanceMarketOptions: {MarketType: spot}
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: "4"
      MaxSize: "4"
      VPCZoneIdentifier: [!Ref SubnetA, !Ref SubnetB]
      CapacityRebalance: true
      LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}
"""
)
DESIRED = MENDED.replace('MinSize: "4"', 'MinSize: "0"\n      DesiredCapacity: "4"')

BY_THE_TEMPLATE = SpotFleet(capacity=5, on_demand_base=0)
SOME = SpotFleet(capacity=8, on_demand_base=3)


def with_three_beside():
    """A fleet of five on Spot, and three instances of the template's own that are bought."""
    template = BY_THE_TEMPLATE.to_dict()
    version = {"Fn::GetAtt": "LaunchTemplate.LatestVersionNumber"}
    properties = {
        "LaunchTemplate": {"LaunchTemplateId": {"Ref": "LaunchTemplate"}, "Version": version},
        "InstanceType": "t3.large",
        "SubnetId": {"Ref": "NetworkAppSubnetA"},
        "Tags": template["Resources"]["SecurityGroup"]["Properties"]["Tags"],
    }
    for number in range(3):
        template["Resources"][f"Bought{number}"] = {"Type": "AWS::EC2::Instance", "Properties": properties}
    return template


def of_small_ones():
    """The fleet with types that are cheaper because they are smaller."""
    template = SOME.to_dict()
    policy = template["Resources"]["Group"]["Properties"]["MixedInstancesPolicy"]
    policy["LaunchTemplate"]["Overrides"] = [{"InstanceType": "t3.micro"}, {"InstanceType": "t3.small"}]
    return template


RIGHT = {
    "the_missing_seconds": 225,
    "one_pool": MENDED,
    "without_spot": SOME,
}
UNUSUAL = {
    "the_missing_seconds": ["225", 225.0],
    "one_pool": [TWO_GROUPS, DESIRED, BY_ITS_TEMPLATE],
    "without_spot": [SOME.to_yaml(), with_three_beside()],
}
WRONG = {
    "the_missing_seconds": [
        (120, "it took longer"),
        (600, "it took less"),
        ("two minutes", "give a whole number"),
    ],
    "one_pool": [
        (MENDED.replace("[!Ref SubnetA, !Ref SubnetB]", "[!Ref SubnetA]"), "4 of its Spot Instances are m5.large in"),
        (SPREAD, "only 3 of 4 were in service"),
        (BOUGHT, "4 of its 4 instances are on demand"),
        (MENDED.replace("!Select [1, !GetAZs", "!Select [0, !GetAZs"), "4 of its Spot Instances are m5.large in"),
        (HALF_BOUGHT, "of its 4 instances are on demand"),
        (MENDED.replace('"4"', '"2"'), "2 are in service, not 4"),
        (SPREAD.replace('"4"', '"5"'), "5 are in service, not 4"),
        (MENDED.replace('"4"', '"0"'), "0 are in service, not 4"),
        (SecureBucket(), "it has no AWS::AutoScaling::AutoScalingGroup"),
    ],
    "without_spot": [
        (SpotFleet(capacity=8), "2 would be left"),
        (SpotFleet(on_demand_base=3), "6 are in service, not 8"),
        (SpotFleet(capacity=8, on_demand_base=8), "it costs $"),
        (SpotFleet(capacity=8, on_demand_base=3, strategy="lowest_price"), "SPOT-003"),
        (of_small_ones(), "0 are in service, not 8, with 8 GiB"),
        (SecureBucket(), "0 are in service, not 8"),
    ],
}
