"""AWS Budgets."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="Budgets", boto3="budgets", moto="budgets", arn="budgets", everywhere=True)
