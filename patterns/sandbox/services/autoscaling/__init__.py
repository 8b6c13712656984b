"""Amazon EC2 Auto Scaling."""

from patterns.sandbox.core.names import Names

NAMES = Names(
    cloudformation="AutoScaling",
    boto3="autoscaling",
    moto="autoscaling",
    arn="autoscaling",
    unknown=dict.fromkeys(
        ("AutoScalingGroupName", "ResourceId"), ("ValidationError", "AutoScalingGroup name not found - null")
    ),
)
