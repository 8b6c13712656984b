"""Security group rules in moto: several at once, all or none, and the description of any kind of rule."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

WITH_PORTS = frozenset({"tcp", "udp", "6", "17"})


def apply() -> None:
    """Answer an authorization with every rule it made; keep, change and report descriptions on every kind of rule."""
    from moto.core.responses import ActionResult
    from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
    from moto.ec2.responses.security_groups import SecurityGroups

    made = SecurityGroupRule.__init__

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        _check_ports(inspect.signature(made).bind(self, *args, **kwargs).arguments)
        made(self, *args, **kwargs)
        listed = kwargs.get("prefix_list_id") or (args[7] if len(args) > 7 else None) or {}
        self.prefix_list = {"PrefixListId": self.prefix_list_id, **listed}

    def authorize(self: Any, direction: str) -> Any:
        """Add all rules of a call or, when one is refused, none: the next attempt would find the first half there."""
        self.error_on_dryrun()
        add = getattr(self.ec2_backend, f"authorize_security_group_{direction}")
        asked = list(self._process_rules_from_querystring())
        group = self.ec2_backend.get_security_group_by_name_or_id(asked[0]["group_name_or_id"])
        before = list(getattr(group, f"{direction}_rules", ()))
        try:
            rules = [rule for arguments in asked for rule in add(**arguments)[0]]
        except Exception:
            if group is not None:
                setattr(group, f"{direction}_rules", before)
            raise
        return ActionResult({"Return": True, "SecurityGroupRules": rules})

    def describe_again(self: Any, said: Any, rule: Any) -> None:
        _other_side(rule)["Description"] = said.description

    SecurityGroupRule.__init__ = make
    SecurityGroupRule.__eq__ = lambda self, other: _identity(self) == _identity(other)
    SecurityGroupRule.description = property(lambda rule: _other_side(rule).get("Description") or None)
    SecurityGroups.authorize_security_group_ingress = lambda self: authorize(self, "ingress")
    SecurityGroups.authorize_security_group_egress = lambda self: authorize(self, "egress")
    SecurityGroupBackend._sg_update_description = describe_again


def _check_ports(asked: Mapping[str, Any]) -> None:
    """Refuse TCP and UDP without both ports, at which moto breaks.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """
    from moto.ec2.exceptions import InvalidParameterValue

    if str(asked["ip_protocol"]).lower() in WITH_PORTS and None in (asked["from_port"], asked["to_port"]):
        raise InvalidParameterValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")


def _other_side(rule: Any) -> dict[str, Any]:
    """What the rule is about, as its own call wrote it."""
    ip_range: dict[str, Any] = rule.ip_range or rule.source_group or rule.prefix_list
    return ip_range


def _identity(rule: Any) -> tuple[Any, ...]:
    """What makes two rules the same: all but the description."""
    side = _other_side(rule)
    to = [side.get(name) for name in ("CidrIp", "CidrIpv6", "GroupId", "PrefixListId")]
    return (rule.is_egress, rule.ip_protocol, rule.from_port, rule.to_port, *to)
