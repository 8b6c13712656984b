"""The hosted zones that a template's parameter can name: no stack makes one here."""

from __future__ import annotations

from patterns.sandbox.core.account import Account

PREFIX = "/hostedzone/"


def _zones(account: Account, asked: list[str]) -> set[str]:
    zones = account.observer("route53").list_hosted_zones()["HostedZones"]
    return {str(zone["Id"]).removeprefix(PREFIX) for zone in zones}


VALUES = {"AWS::Route53::HostedZone::Id": _zones}
