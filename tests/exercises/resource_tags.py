"""Answers to the exercises of the tags page."""

from typing import Any

from patterns import SecureBucket
from patterns.catalogue import exercise

HALF = exercise("mend_the_half_tagged_servers").start
ADDRESS = HALF.replace("Default: shop", 'AllowedPattern: "[^@ ]+@[^@ ]+"\n    Default: shop')
CONDITIONAL = ADDRESS.replace('"true"', '!If [IsProduction, "false", "true"]')
EVENING = exercise("an_evening_in_tokyo").start
DAILY = "cron(0 20 * * ? *)"
WEEKDAYS = EVENING.replace(DAILY, "cron(0 20 ? * MON-FRI *)")
IN_TOKYO = "      ScheduleExpressionTimezone: Asia/Tokyo\n      FlexibleTimeWindow"
WITHIN_FIVE = WEEKDAYS.replace("      FlexibleTimeWindow", IN_TOKYO).replace(
    '{Mode: "OFF"}', "{Mode: FLEXIBLE, MaximumWindowInMinutes: 5}"
)
VOLUMES = """\
          - ResourceType: volume
            Tags:
              - {Key: Owner, Value: !Ref OwnerEmail}
"""


def server(centre: str, **properties: Any) -> dict[str, Any]:
    """A small instance of a team."""
    volume = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8, "VolumeType": "gp3", "Encrypted": True}}
    return {
        "Type": "AWS::EC2::Instance",
        "Properties": {
            "ImageId": "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}",
            "InstanceType": "t4g.micro",
            "BlockDeviceMappings": [volume],
            "PropagateTagsToVolumeOnCreation": True,
            "Tags": [{"Key": "CostCenter", "Value": centre}],
            **properties,
        },
    }


def both(second: dict[str, Any]) -> dict[str, Any]:
    return {"Resources": {"Shop": server("4711"), "Search": second}}


RIGHT = {
    "what_a_launch_tags": 2,
    "mend_the_half_tagged_servers": CONDITIONAL + VOLUMES,
    "an_evening_in_tokyo": WEEKDAYS.replace("      FlexibleTimeWindow", IN_TOKYO),
    "a_bill_without_nobody": both(server("4712")),
}
OPTIONAL = CONDITIONAL.replace(
    '- {Key: AutoShutdown, Value: !If [IsProduction, "false", "true"]}',
    '- !If [IsProduction, !Ref "AWS::NoValue", {Key: AutoShutdown, Value: "true"}]',
)
PROTECTED = server("4712", DisableApiTermination=True)
UNUSUAL = {
    "what_a_launch_tags": ["2"],
    "mend_the_half_tagged_servers": [
        OPTIONAL + VOLUMES,
        CONDITIONAL.replace("InstanceType: t4g.micro", "InstanceType: t4g.micro\n        DisableApiTermination: true")
        + VOLUMES,
    ],
    # Tokyo has no summer time, so eight is eleven in UTC, all year round.
    "an_evening_in_tokyo": [EVENING.replace(DAILY, "cron(0 11 ? * MON-FRI *)"), WITHIN_FIVE],
    "a_bill_without_nobody": [both(PROTECTED), {"Resources": {"Shop": server("4712"), "Search": server("4711")}}],
}
WRONG = {
    "what_a_launch_tags": [
        (6, "there are fewer: a specification is for one kind of resource"),
        (0, "there are more: what a specification names"),
        ("two", "give a whole number"),
    ],
    "mend_the_half_tagged_servers": [
        (CONDITIONAL, "the volume of an instance has the owner: the volume of a started instance has no such owner"),
        (ADDRESS + VOLUMES, "an instance of prod says true"),
        (CONDITIONAL.replace('"false", "true"', '"false", "false"') + VOLUMES, "an instance of dev says false"),
        (CONDITIONAL.replace("[^@ ]+@[^@ ]+", ".*") + VOLUMES, "with the owner 'ask Bob' it was deployed"),
        (SecureBucket(), "it has no AWS::EC2::LaunchTemplate"),
        (CONDITIONAL.replace('AllowedPattern: "[^@ ]+@[^@ ]+"', "MinLength: 8") + VOLUMES, "it was deployed"),
        (CONDITIONAL + VOLUMES.replace("!Ref OwnerEmail", "shop@example.com"), "has no such owner"),
        (
            CONDITIONAL.replace("dev, prod", "dev, test, prod").replace('"true"]', "!Ref Environment]") + VOLUMES,
            "says dev",
        ),
    ],
    "an_evening_in_tokyo": [
        (
            EVENING.replace("      FlexibleTimeWindow", IN_TOKYO),
            "night, and on Saturday at 20:06 in Tokyo it is stopped",
        ),
        (WEEKDAYS, "at 20:06 in Tokyo it is running"),
        (EVENING.replace(DAILY, "cron(0 10 ? * MON-FRI *)"), "Monday at 19:58 in Tokyo it is stopped"),
        (EVENING.replace(DAILY, "cron(0 11 ? * WED *)"), "Monday at 20:06 in Tokyo it is running"),
        (EVENING.replace(DAILY, "cron(0 11 ? * MON-FRI 2026)"), "Monday at 20:06 in Tokyo it is running"),
        (EVENING.replace(DAILY, "cron(0 11,14 ? * MON-FRI *)"), "Monday at 23:36 in Tokyo it is stopped"),
        (EVENING.replace(DAILY, "cron(0 11 ? 1-3 MON-FRI *)"), "at 20:06 in Tokyo it is running"),
        (SecureBucket(), "it has no AWS::EC2::Instance"),
    ],
    "a_bill_without_nobody": [
        (both(server("4713")), "4712 pays $0.00"),
        (both(server("4712", PropagateTagsToVolumeOnCreation=False)), "$0.64 for Search goes to nobody"),
        (both(server("4712", Tags=[])), "TAG-001 Search"),
        ({"Resources": {"Shop": {"Type": "AWS::SNS::Topic"}}}, "4711 pays $0.00 and 4712 pays $0.00"),
    ],
}
