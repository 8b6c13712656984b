"""AWS Certificate Manager."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="CertificateManager", boto3="acm", moto="acm", arn="acm")
