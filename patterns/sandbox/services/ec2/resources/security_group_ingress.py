"""AWS::EC2::SecurityGroupIngress. Not modelled: groups named by name, which only a default network knows."""

from __future__ import annotations

from patterns.sandbox.services.ec2.resources._own_rule import OwnRule, rows


class SecurityGroupIngress(OwnRule):
    """A rule that lets in."""

    type = "AWS::EC2::SecurityGroupIngress"
    creation = "authorize_security_group_ingress"
    deletion = "revoke_security_group_ingress"
    is_egress = False
    properties = rows("SourcePrefixListId", "SourceSecurityGroupId")
    examples = (
        {
            "GroupId": "{group}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
            "SourceSecurityGroupId": "{other_group}", "Description": "from the other group",
        },
        {"GroupId": "{group}", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 23, "CidrIp": "10.0.0.0/8"},
        {
            "GroupId": "{group}", "IpProtocol": "udp", "FromPort": 1, "ToPort": 9, "CidrIpv6": "::/0",
            "Description": "anybody",
        },
        {
            "GroupId": "{group}", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "SourcePrefixListId": "pl-3b927c52",
        },
    )  # fmt: skip


PROVIDER = SecurityGroupIngress()
