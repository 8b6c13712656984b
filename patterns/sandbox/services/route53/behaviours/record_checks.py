"""Route 53 looks at a batch of changes as a whole before it makes any of them.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html. The words are those that
users report: github.com/cookpad/roadworker/pull/89, github.com/RJPearson94/terraform-aws-open-next/issues/24,
github.com/barnybug/cli53/issues/257, github.com/DNSControl/dnscontrol/issues/937.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.refusals import Refusal, route53
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.route53.domain_names import Key, key, zone_id

Records = dict[Key, Mapping[str, Any]]


def install(account: Account) -> None:
    """Stand before the call that changes records."""
    account.gateway.judge(account, "route53", {"ChangeResourceRecordSets": _batch})


def _batch(account: Account, call: Call) -> None:
    zone = zone_id(call.params["HostedZoneId"])
    client = account.observer("route53")
    try:
        name = client.get_hosted_zone(Id=zone)["HostedZone"]["Name"]
    except ClientError:
        return
    pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
    there: Records = {key(record): record for page in pages for record in page["ResourceRecordSets"]}
    wrong = []
    for change in call.params["ChangeBatch"]["Changes"]:
        asked = change["ResourceRecordSet"]
        if change["Action"] != "DELETE":
            refuse(route53.record(_as_in_a_template(asked)))
        wrong += list(_wrong(change["Action"], asked, there, name, zone))
        if change["Action"] == "DELETE":
            there.pop(key(asked), None)
        else:
            there[key(asked)] = asked
    if wrong:
        raise Refused("InvalidChangeBatch", f"[{', '.join(wrong)}]", 400)


def _as_in_a_template(asked: Mapping[str, Any]) -> dict[str, Any]:
    values = asked.get("ResourceRecords")
    return {**asked, **({"ResourceRecords": [one["Value"] for one in values]} if values is not None else {})}


def _wrong(action: str, asked: Mapping[str, Any], there: Records, zone_name: str, zone: str) -> Iterator[str]:
    name, kind, which = key(asked)
    dotted = f"{name}."
    told = f"[name='{dotted}', type='{kind}'{f', set-identifier={which!r}' if which else ''}]"
    if action == "DELETE":
        if key(asked) not in there:
            yield f"Tried to delete resource record set {told} but it was not found"
        return
    yield from _said(route53.place(name, kind, zone_name))
    if action == "CREATE" and key(asked) in there:
        yield f"Tried to create resource record set {told} but it already exists"
    yield from _conflicts(asked, there, zone_name)
    target = asked.get("AliasTarget") or {}
    if zone_id(str(target.get("HostedZoneId") or "")) == zone:
        names = {(one, of) for one, of, _ in there}
        if (route53.plain(target["DNSName"]), kind) not in names:
            where = f"type {kind} in zone {zone}"
            yield f"Tried to create an alias that targets {target['DNSName']}, {where}, but that target was not found"


def _said(wrong: Iterator[Refusal]) -> Iterator[str]:
    """What is wrong, as one of several in a batch."""
    return (message.removeprefix("[").removesuffix("]") for _, message in wrong)


def _conflicts(asked: Mapping[str, Any], there: Records, zone_name: str) -> Iterator[str]:
    """A name with an alias to another name has nothing else; several of a name and type all say which they are."""
    name, kind, which = key(asked)
    dotted = f"{name}."
    kinds = {of for one, of, _ in there if one == name and of != kind}
    yield from _said(route53.beside(name, kind, kinds, zone_name))
    alike = {other for one, of, other in there if (one, of) == (name, kind)}
    if any(bool(other) is not bool(which) for other in alike):
        told = "cannot be created as other RRSets exist with the same name and type."
        yield f"RRSet with DNS name {dotted}, type {kind} {told}"
