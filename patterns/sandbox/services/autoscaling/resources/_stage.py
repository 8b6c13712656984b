"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "scaled": {
        "Type": "AWS::AutoScaling::AutoScalingGroup",
        "Properties": {
            "MinSize": "0",
            "MaxSize": "3",
            "VPCZoneIdentifier": ["{subnet}"],
            "LaunchTemplate": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
        },
    },
    "other_scaled": {
        "Type": "AWS::AutoScaling::AutoScalingGroup",
        "Properties": {
            "MinSize": "0",
            "MaxSize": "3",
            "VPCZoneIdentifier": ["{subnet}"],
            "LaunchTemplate": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
        },
    },
}
