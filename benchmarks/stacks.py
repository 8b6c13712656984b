"""Stacks of as many resources as are asked for: queues, buckets, parameters and log groups. Not a benchmark."""

from __future__ import annotations

import json
from typing import Any

SIZES = (50, 100, 250, 500)
"""Resources of a stack; CloudFormation takes 500 and no more.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

AT_ONCE = 5


def template(size: int) -> dict[str, Any]:
    """A template of `size` resources, a multiple of five: each five are of four types and refer to one another."""
    fives = [_five(number) for number in range(size // AT_ONCE)]
    return {"Resources": {name: resource for five in fives for name, resource in five.items()}}


def text(size: int) -> str:
    """The template of `size` resources as JSON."""
    return json.dumps(template(size))


def _five(number: int) -> dict[str, Any]:
    failed = {"Fn::GetAtt": [f"Failed{number}", "Arn"]}
    # moto's own CloudFormation makes no parameter without a name.
    name = {"Fn::Sub": f"/${{AWS::StackName}}/{number}"}
    return {
        f"Data{number}": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"VersioningConfiguration": {"Status": "Enabled"}},
        },
        f"Failed{number}": {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 1_209_600}},
        f"Jobs{number}": {
            "Type": "AWS::SQS::Queue",
            "Properties": {"RedrivePolicy": {"deadLetterTargetArn": failed, "maxReceiveCount": 3}},
        },
        f"Name{number}": {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Name": name, "Type": "String", "Value": {"Ref": f"Data{number}"}},
        },
        f"Log{number}": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}},
    }
