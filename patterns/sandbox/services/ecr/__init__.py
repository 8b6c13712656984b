"""Amazon Elastic Container Registry."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="ECR", boto3="ecr", moto="ecr", arn="ecr")
