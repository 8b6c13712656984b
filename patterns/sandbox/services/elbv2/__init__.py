"""Elastic Load Balancing."""

from patterns.sandbox.core.names import Names

NAMES = Names(
    cloudformation="ElasticLoadBalancingV2",
    boto3="elbv2",
    moto="elbv2",
    arn="elasticloadbalancing",
    predecessor="elb",
    version="2015-12-01",
)
