"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "hosted_zone": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "stage.example"}},
    "other_hosted_zone": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "other.example"}},
    "health_check": {
        "Type": "AWS::Route53::HealthCheck",
        "Properties": {
            "HealthCheckConfig": {"Type": "HTTP", "FullyQualifiedDomainName": "www.example.com", "Port": 80},
            "HealthCheckTags": [{"Key": "Of", "Value": "{hosted_zone}"}],
        },
    },
}
