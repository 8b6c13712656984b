"""Amazon Elastic Container Service."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="ECS", boto3="ecs", moto="ecs", arn="ecs")
