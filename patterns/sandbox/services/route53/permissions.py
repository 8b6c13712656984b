"""What Route 53 asks of IAM: zones, records and health checks.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html
Not modelled: domains, delegation sets, traffic policies, query logs, keys of DNSSEC, conditions on records.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, pairs


def _arn(kind: str, name: str | None) -> str:
    return f"arn:aws:route53:::{kind}/{(name or '*').rpartition('/')[2]}"


def _zone(situation: Situation) -> str:
    return _arn("hostedzone", situation.text("HostedZoneId") or situation.text("Id"))


def _check(situation: Situation) -> str:
    return _arn("healthcheck", situation.text("HealthCheckId"))


def _tagged(situation: Situation) -> str:
    return _arn(situation.text("ResourceType") or "hostedzone", situation.text("ResourceId"))


def _created(situation: Situation) -> Iterator[Ask]:
    """A private zone asks about its network as well."""
    yield Ask("route53:CreateHostedZone")
    vpc = (situation.params.get("VPC") or {}).get("VPCId")
    if vpc:
        yield Ask("ec2:DescribeVpcs")


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    kind, _, name = arn.rpartition(":")[2].partition("/")
    answer = situation.ask("route53", "list_tags_for_resource", ResourceType=kind, ResourceId=name)
    return dict(pairs((answer.get("ResourceTagSet") or {}).get("Tags")))


SERVICE = Service(
    prefix="route53",
    resources={"zone": _zone, "check": _check, "tagged": _tagged},
    operations={
        "": """
            CreateHealthCheck GetHostedZoneCount ListHealthChecks ListHostedZones ListHostedZonesByName
        """,
        "zone": """
            AssociateVPCWithHostedZone ChangeResourceRecordSets DeleteHostedZone DisassociateVPCFromHostedZone
            GetHostedZone ListResourceRecordSets UpdateHostedZoneComment
        """,
        "check": "DeleteHealthCheck GetHealthCheck GetHealthCheckStatus UpdateHealthCheck",
        "tagged": "ChangeTagsForResource ListTagsForResource",
    },
    several={"CreateHostedZone": _created},
    tags=_tags,
)
