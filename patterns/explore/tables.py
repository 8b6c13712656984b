"""Results of experiments as tables and sentences that read the same in a notebook, in a still and in a terminal.

Everything here returns a value with a rich form and a plain one; nothing prints.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from patterns.comparison.difference import Changes
from patterns.explore.words import amount
from patterns.findings import Findings
from patterns.table import Table

if TYPE_CHECKING:
    from patterns.analysis.cost import Estimate
    from patterns.comparison.difference import Change
    from patterns.findings import Finding
    from patterns.network.reachability import Reachability, Route
    from patterns.sandbox.authorisation.proof import Proof
    from patterns.sandbox.core.timeline import Happening
    from patterns.sandbox.stacks.stack import Stack, StackResource


@dataclass(frozen=True)
class Outcome:
    """What came of a call: allowed, or refused with the service's code and message."""

    allowed: bool
    code: str = ""
    message: str = ""

    def __repr__(self) -> str:
        return "allowed" if self.allowed else ": ".join(filter(None, ("refused", self.code, self.message)))


def attempt(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Outcome:
    """The outcome of a call that service, sandbox or pattern may refuse: `attempt(s3.put_object, Bucket=...)`."""
    from patterns.parameters import ParameterError
    from patterns.sandbox.core.errors import SandboxError
    from patterns.template.errors import TemplateError

    try:
        call(*args, **kwargs)
    except ClientError as error:
        details = error.response["Error"]
        return Outcome(False, details["Code"], details.get("Message", ""))
    except (SandboxError, TemplateError, ParameterError) as error:
        return Outcome(False, type(error).__name__, str(error))
    return Outcome(True)


def versions(s3: Any, bucket: str) -> Table:
    """Every version and delete marker of a bucket, newest first within a key."""
    answer = s3.list_object_versions(Bucket=bucket)
    marked = [("delete marker", marker) for marker in answer.get("DeleteMarkers", [])]
    entries = [("object", version) for version in answer.get("Versions", [])] + marked
    # A stable sort: what was listed first stays first among equals, and the latest of a key comes before the rest.
    entries.sort(key=lambda entry: (entry[1]["Key"], not entry[1]["IsLatest"]))
    rows = [
        (one["Key"], f"…{one['VersionId'][-4:]}", what, str(one.get("Size", "")), "latest" if one["IsLatest"] else "")
        for what, one in entries
    ]
    return _table(("key", "version", "what", "bytes", ""), rows, "the bucket is empty")


def labels(secretsmanager: Any, secret: str) -> Table:
    """Every version of a secret that has a label, the oldest first, without values."""
    found = secretsmanager.list_secret_version_ids(SecretId=secret, IncludeDeprecated=True)["Versions"]
    found = [one for one in found if one.get("VersionStages")]
    found.sort(key=lambda one: one["CreatedDate"])
    rows = [
        (
            f"…{one['VersionId'][-4:]}",
            ", ".join(sorted(one["VersionStages"])),
            f"{one['CreatedDate'].astimezone(UTC):%Y-%m-%d %H:%M}",
        )
        for one in found
    ]
    return _table(("version", "labels", "made"), rows, "the secret has no version")


def findings(found: Iterable[Finding]) -> Table:
    """Findings, each with why it matters; with the parameter that fixes it, or where none does its line."""
    return Findings(found).table


def bill(estimates: Mapping[str, Estimate]) -> Table:
    """Estimates side by side, in the order given: the month's sum, and the dearest line of each."""
    rows = [(name, amount(one), *_dearest(one)) for name, one in estimates.items()]
    return _table(("choice", "a month", "dearest line", "its share"), rows)


def _dearest(estimate: Estimate) -> tuple[str, str]:
    line = max(estimate.items, key=lambda item: item.monthly_usd, default=None)
    return (f"{line.resource}, {line.what}", f"${line.monthly_usd:,.2f}") if line else ("", "")


def changes(found: Iterable[Change]) -> Table:
    """What an update does to each resource, with what it costs you."""
    return Changes(found).table


def story(stack: Stack, *, last: int | None = None) -> Table:
    """A stack's events, oldest first; `last` keeps only so many of the newest."""
    events = stack.events[-last:] if last else stack.events
    rows = [(f"{event.at:%H:%M:%S}", event.logical_id, event.status, event.reason) for event in events]
    return _table(("time", "resource", "status", "reason"), rows)


def timeline(happenings: Iterable[Happening]) -> Table:
    """What happened in an account, oldest first: `timeline(aws.timeline)`, `timeline(aws.timeline.since(moment))`."""
    rows = [
        (f"{happening.at:%Y-%m-%d %H:%M:%S}", happening.kind, _without_arn(happening.subject), happening.what,
         f"{happening.seconds:g} s" if happening.seconds else "", happening.detail)
        for happening in happenings
    ]  # fmt: skip
    return _table(("when", "kind", "name", "what", "took", "detail"), rows)


def _without_arn(subject: str) -> str:
    """The name at the end of an ARN, or the subject as it is."""
    return subject.rpartition(":")[2] if subject.startswith("arn:") else subject


def history(client: Any, execution_arn: str) -> Table:
    """What happened in an execution of a state machine: seconds since its start, state, event, and what it said."""
    pages = client.get_paginator("get_execution_history").paginate(executionArn=execution_arn)
    events = [event for page in pages for event in page["events"]]
    states: dict[int, str] = {}
    rows = []
    for event in events:
        about: dict[str, Any] = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
        states[event["id"]] = about.get("name") or states.get(event["previousEventId"], "")
        after = (event["timestamp"] - events[0]["timestamp"]).total_seconds()
        rows.append((f"{after:g} s", states[event["id"]], event["type"], _said(about)))
    return _table(("after", "state", "event", "detail"), rows)


def _said(about: Mapping[str, Any]) -> str:
    """The detail of an event worth a cell: an error with its cause, or what went in or out."""
    if error := about.get("error"):
        return f"{error}: {_short(about['cause'])}" if about.get("cause") else str(error)
    return _short(next((str(about[key]) for key in ("output", "input", "parameters") if about.get(key)), ""))


def _short(text: str, longest: int = 72) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def read_back(stack: Stack) -> Table:
    """How much of what a stack declares its services report, resource by resource."""
    rows = [
        (row.logical_id, row.type, f"{row.read_back} of {row.declared}", _notes(row.drifted, row.unsimulated))
        for row in stack.report().rows
    ]
    rows += [(name, "", "left out", why) for name, why in stack.left_out.resources.items()]
    return _table(("resource", "type", "as declared", "otherwise"), rows)


def properties(resource: StackResource, *names: str) -> Table:
    """Some properties of a resource, as declared and as the services report them now."""
    declared, actual = resource.declared, resource.actual
    rows = [(name, _value(declared.get(name)), _value(actual.get(name))) for name in names or tuple(declared)]
    return _table(("property", "declared", "reported now"), rows)


def statements(policy: Mapping[str, Any]) -> Table:
    """What a policy says, one statement a row: who may do what for one on a resource, else what on which."""
    is_identity = not any("Principal" in one or "NotPrincipal" in one for one in policy["Statement"])
    place, heading = ("Resource", "on") if is_identity else ("Principal", "who")
    rows = [
        (str(one.get("Sid", "")), str(one["Effect"]), _listed(one.get(place, {})), _listed(one.get("Action", [])),
         _value(one.get("Condition")))
        for one in policy["Statement"]
    ]  # fmt: skip
    return _table(("statement", "effect", heading, "what", "only if"), rows)


def proof(found: Proof) -> Table:
    """What the code did without each part of its policy, one removal a row."""
    rows = [(one.statement, one.element, one.value, one.verdict, one.refusal) for one in found]
    return _table(("statement", "element", "taken away", "verdict", "refusal"), rows, "the policy grants nothing")


def routes(reachability: Reachability) -> Table:
    """Where each subnet sends its traffic, and by which table."""
    rows = [
        (
            subnet.logical_id,
            subnet.zone,
            _kind(subnet.is_public),
            subnet.table,
            route.destination,
            _sent_to(route),
            route.why,
        )
        for subnet in reachability.subnets
        for route in subnet.routes
    ]
    return _table(("subnet", "zone", "", "table", "destination", "sent to", "note"), rows, "there are no subnets")


def reach(reachability: Reachability, protocol: str = "all", port: int | None = None) -> Table:
    """Who reaches whom: by one protocol and port, or for "all" by which."""
    matrix = reachability.matrix(protocol, port)
    rows = [(row, *(matrix.cells.get((row, column), "") for column in matrix.columns)) for row in matrix.rows]
    return _table((f"from \\ to ({matrix.what})", *matrix.columns), rows)


def logged(logs: Any, group: str, *names: str) -> Table:
    """The JSON lines of a log group that have one of the members `names`, oldest first: those members of each."""
    events = logs.filter_log_events(logGroupName=group)["events"]
    lines = [json.loads(event["message"]) for event in events if event["message"].startswith("{")]
    lines = [line for line in lines if line.keys() & set(names)]
    return _table(names, [tuple(_value(line.get(name)) for name in names) for line in lines], "nothing was logged")


def accesses(s3: Any, log_bucket: str, *, last: int | None = None) -> Table:
    """What the access logs in a log bucket tell, oldest first, or the `last` so many records of it.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
    """
    objects = sorted(s3.list_objects_v2(Bucket=log_bucket).get("Contents", []), key=lambda one: one["LastModified"])
    bodies = (s3.get_object(Bucket=log_bucket, Key=one["Key"])["Body"].read().decode() for one in objects)
    rows = [_access(line) for body in bodies for line in body.splitlines()]
    return _table(("time (UTC)", "operation", "key", "status", "error"), rows[-last:] if last else rows, "no logs")


def _access(line: str) -> tuple[str, ...]:
    before, _, after = line.partition('"')
    fields, outcome = before.split(), after.partition('" ')[2].split()
    return fields[2].lstrip("["), fields[7], _filled(fields[8]), outcome[0], _filled(outcome[1])


def _filled(field: str) -> str:
    return "" if field == "-" else field


def _kind(is_public: bool | None) -> str:
    return {True: "public", False: "private", None: "it depends"}[is_public]


def _sent_to(route: Route) -> str:
    return route.kind if route.kind == route.target else f"{route.kind} {route.target}"


def _listed(named: Any) -> str:
    """Principals or actions in one line, without the kind of principal."""
    members = named.values() if isinstance(named, Mapping) else [named]
    return ", ".join(str(one) for member in members for one in (member if isinstance(member, list) else [member]))


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], empty: str = "nothing") -> Table:
    return Table(headings, tuple(rows), empty)


def _notes(drifted: Sequence[object], unsimulated: Sequence[str]) -> str:
    return "; ".join([*map(str, drifted), *(f"not simulated: {path}" for path in unsimulated)])


def _value(value: Any) -> str:
    """A property's value in one line: `Status: Enabled`, lists in brackets, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_value(member)}" for key, member in value.items())
    if isinstance(value, list | tuple):
        return "[" + "; ".join(map(_value, value)) + "]"
    return str(value)
