"""AWS::EC2::SecurityGroupEgress."""

from __future__ import annotations

from patterns.sandbox.providers.ec2._own_rule import OwnRule, rows


class SecurityGroupEgress(OwnRule):
    """A rule that lets out; the one that a group begins with stays beside it."""

    type = "AWS::EC2::SecurityGroupEgress"
    creation = "authorize_security_group_egress"
    deletion = "revoke_security_group_egress"
    is_egress = True
    properties = rows("DestinationPrefixListId", "DestinationSecurityGroupId")
    examples = (
        {
            "GroupId": "{group}", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
            "DestinationSecurityGroupId": "{other_group}", "Description": "to the database",
        },
        {"GroupId": "{group}", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 23, "CidrIp": "10.0.0.0/8"},
        {
            "GroupId": "{group}", "IpProtocol": "udp", "FromPort": 1, "ToPort": 9, "CidrIpv6": "::/0",
            "Description": "anybody",
        },
        {
            "GroupId": "{group}", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "DestinationPrefixListId": "pl-3b927c52",
        },
    )  # fmt: skip


PROVIDER = SecurityGroupEgress()
