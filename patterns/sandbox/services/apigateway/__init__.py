"""Amazon API Gateway, its first API: REST APIs."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="ApiGateway", boto3="apigateway", moto="apigateway")
