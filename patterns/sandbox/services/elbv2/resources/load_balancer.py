"""AWS::ElasticLoadBalancingV2::LoadBalancer. Not modelled: addresses of its own, reserved capacity, IPAM pools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.elbv2.resources._base import TAGS, AttributedProvider

DEFAULTS = {
    "access_logs.s3.enabled": "false",
    "access_logs.s3.bucket": "",
    "access_logs.s3.prefix": "",
    "deletion_protection.enabled": "false",
    "idle_timeout.timeout_seconds": "60",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http2.enabled": "true",
}
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html"""


class LoadBalancer(AttributedProvider):
    """Where requests arrive, in several zones."""

    type = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    identifier = "LoadBalancerArn"
    creation = "create_load_balancer"
    deletion = "delete_load_balancer"
    gone = frozenset({"LoadBalancerNotFound"})
    listing = Call("describe_load_balancers", "LoadBalancers")
    entry_id = "LoadBalancerArn"
    noun = "load_balancer"
    attributes_property = "LoadBalancerAttributes"
    properties = (
        Property("Name", create="Name", get=entry("LoadBalancerName")),
        Property("Scheme", create="Scheme", default="internet-facing", get=entry("Scheme")),
        Property("Type", create="Type", default="application", get=entry("Type")),
        Property("IpAddressType", create="IpAddressType", default="ipv4", get=entry("IpAddressType"),
                 put=Call("set_ip_address_type", "IpAddressType"), cleared="ipv4"),
        Property("Subnets", create="Subnets", get=entry("AvailabilityZones"),
                 put=Call("set_subnets", "Subnets"), from_service=lambda zones: [zone["SubnetId"] for zone in zones]),
        Property("SecurityGroups", create="SecurityGroups", get=entry("SecurityGroups"), code="set_groups"),
        Property("LoadBalancerAttributes", get=entry("LoadBalancerAttributes"), code="set_attributes"),
        TAGS,
    )  # fmt: skip
    examples = (
        {
            "Scheme": "internal",
            "Subnets": ["{subnet}", "{other_subnet}"],
            "SecurityGroups": ["{group}"],
        },
        {
            "Name": "example",
            "Scheme": "internal",
            "Type": "application",
            "IpAddressType": "dualstack",
            "Subnets": ["{subnet}", "{other_subnet}"],
            "SecurityGroups": ["{group}", "{other_group}"],
            "LoadBalancerAttributes": [
                {"Key": "idle_timeout.timeout_seconds", "Value": "30"},
                {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"},
            ],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Scheme": "internal",
            "Subnets": ["{subnet}", "{other_subnet}"],
            "SecurityGroups": ["{other_group}"],
            "LoadBalancerAttributes": [{"Key": "deletion_protection.enabled", "Value": "false"}],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "web"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given, and the service's own defaults are said."""
        return {"Name": target.name(longest=32), "Scheme": "internet-facing", "Type": "application", **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The load balancer's ARN."""
        return str(response["LoadBalancers"][0]["LoadBalancerArn"])

    def set_groups(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put other security groups in front of it, the network's default one where none is declared."""
        groups = target.properties.get("SecurityGroups")
        if not groups:
            network = self.entry(target)["VpcId"]
            wanted = [{"Name": "vpc-id", "Values": [network]}, {"Name": "group-name", "Values": ["default"]}]
            security_groups = target.account.observer("ec2").describe_security_groups(Filters=wanted)["SecurityGroups"]
            groups = [security_groups[0]["GroupId"]]
        target.account.administrator("elbv2").set_security_groups(**self.identity(target), SecurityGroups=groups)

    def default_attributes(self, properties: Mapping[str, Any]) -> Mapping[str, str]:
        """An application load balancer always balances across zones, others do not unless they are told to."""
        is_application = properties.get("Type", "application") == "application"
        return {**DEFAULTS, "load_balancing.cross_zone.enabled": str(is_application).lower()}

    def release(self, target: Target) -> None:
        """Turn its deletion protection off."""
        client = target.account.administrator(self.service)
        off = [{"Key": "deletion_protection.enabled", "Value": "false"}]
        client.modify_load_balancer_attributes(**self.identity(target), Attributes=off)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html."""
        found = self.entry(target)
        return {
            "CanonicalHostedZoneID": found["CanonicalHostedZoneId"],
            "DNSName": found["DNSName"],
            "LoadBalancerArn": target.physical_id,
            "LoadBalancerFullName": target.physical_id.partition(":loadbalancer/")[2],
            "LoadBalancerName": found["LoadBalancerName"],
        }


PROVIDER = LoadBalancer()
