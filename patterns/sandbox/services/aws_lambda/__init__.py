"""AWS Lambda."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="Lambda", boto3="lambda", moto="awslambda", arn="lambda", aliases=("awslambda_simple",))
