"""The condition keys that any request carries: who asks, when, how, with which tags. Not those of one service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
Not modelled: addresses, networks and organisations: every request comes from one address of the internet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from patterns.iam.request import Value
from patterns.sandbox.delivery.http import SOURCE_IP
from patterns.sandbox.permissions import pairs
from patterns.sandbox.services.iam.patches.identities import Holder

if TYPE_CHECKING:
    from patterns.sandbox.permissions import Situation


def of_request(situation: Situation, holder: Holder | None) -> dict[str, Value]:
    """The keys that follow from the request itself and from who sends it."""
    request, now = situation.call.request, situation.account.clock.now
    context: dict[str, Value] = {
        "aws:SourceIp": SOURCE_IP,
        "aws:SecureTransport": request.url.startswith("https:"),
        "aws:CurrentTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "aws:EpochTime": int(now.timestamp()),
        "aws:RequestedRegion": situation.region,
        "aws:ViaAWSService": False,
    }
    for key, header in (("aws:UserAgent", "User-Agent"), ("aws:Referer", "Referer")):
        if value := request.headers.get(header):
            context[key] = str(value)
    return context | _of_holder(holder, now) | request_tags(situation.params)


def _of_holder(holder: Holder | None, now: Any) -> dict[str, Value]:
    if holder is None:
        return {}
    context: dict[str, Value] = {f"aws:PrincipalTag/{key}": value for key, value in holder.tags.items()}
    context["aws:userid"] = holder.user_id
    if holder.issued is not None:
        # Only temporary keys say whether there was a second factor; a user's own say nothing.
        context["aws:TokenIssueTime"] = f"{holder.issued:%Y-%m-%dT%H:%M:%SZ}"
        context["aws:MultiFactorAuthPresent"] = holder.with_mfa
        if holder.with_mfa:
            context["aws:MultiFactorAuthAge"] = int((now - holder.issued).total_seconds())
    return context


def request_tags(params: Mapping[str, Any]) -> dict[str, Value]:
    """The tags that a call brings, and the names of those it takes away."""
    given = dict(_tags(params))
    context: dict[str, Value] = {f"aws:RequestTag/{key}": value for key, value in given.items()}
    names = [*given, *(str(string) for name in REMOVED for string in _strings(params.get(name)))]
    return context | ({"aws:TagKeys": tuple(names)} if names else {})


BROUGHT = ("Tags", "tags", "TagList", "TagSet")
REMOVED = ("TagKeys", "tagKeys")


def _tags(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    # EC2's `TagSpecifications` are tags of one resource of several: its module says of which.
    for name in BROUGHT:
        yield from pairs(params.get(name))


def _strings(found: Any) -> Iterable[Any]:
    return [one for one in found if isinstance(one, str)] if isinstance(found, list | tuple) else ()
