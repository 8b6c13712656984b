"""Which services an endpoint of a network can lead to.

https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
Known are those that actions of IAM begin with, and those of that page with another name (November 2026). Not here: in
which Region a service has endpoints.
"""

from __future__ import annotations

from patterns.iam.reference import service_exists

_OFTEN = frozenset(
    {
        "dynamodb", "ec2", "ec2messages", "ecr", "events", "kms", "lambda", "logs", "s3", "secretsmanager", "sns",
        "sqs", "ssm", "ssmmessages", "sts",
    }
)  # fmt: skip
"""For these the reference is not asked, which takes its time to load."""
_BESIDE = frozenset(
    {
        "apigateway", "appconfigdata", "application-autoscaling", "applicationinsights", "appmesh-envoy-management",
        "autoscaling-plans", "awsconnector", "bedrock-agent", "bedrock-agent-runtime", "bedrock-data-automation",
        "bedrock-data-automation-runtime", "bedrock-runtime", "cleanrooms-ml", "cloudhsmv2", "codestar-connections",
        "console", "data-servicediscovery", "deviceadvisor", "dicom-medical-imaging", "discovery",
        "dynamodb-streams", "ec2-instance-connect", "ecs-agent", "ecs-telemetry", "elasticbeanstalk-health",
        "email", "email-smtp", "emrwal", "evidently", "evidently-dataplane", "execute-api", "forecastquery",
        "git-codecommit", "grafana-workspace", "guardduty-data", "identity-chime", "iot", "iotsitewise",
        "iotwireless", "kinesis-firehose", "kinesis-streams", "lorawan", "marketplacecommerceanalytics",
        "meetings-chime", "memory-db", "messaging-chime", "metering-marketplace", "models-v2-lex", "monitoring",
        "networkmonitor", "oidc", "personalize-events", "personalize-runtime", "pinpoint-sms-voice-v2",
        "pipes-data", "qldb", "rum-dataplane", "runtime-medical-imaging", "runtime-v2-lex", "sagemaker",
        "servicecatalog-appregistry", "signin", "streaming-rekognition", "sync-states", "tagging", "timestream",
        "timestream-influxdb", "transcribestreaming", "trustedadvisor", "voice-chime", "vpc-lattice-svcs", "wisdom",
    }
)  # fmt: skip
"""Services that no action begins with."""


def is_known(service: str) -> bool:
    """Whether AWS has this service, as it stands after the Region in `com.amazonaws.us-east-1.ecr.dkr`."""
    first = service.partition(".")[0].removesuffix("-fips")
    return first in _OFTEN or first in _BESIDE or service_exists(first)
