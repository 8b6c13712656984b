"""`aws-patterns permissions`, `reachability` and `losses`: what a template lets happen, asked before it is deployed.

aws-patterns permissions app.yaml --can Role s3:GetObject "<Notes.Arn>/a.txt" --fail-on denied
aws-patterns reachability three_tier_vpc --from internet --to Data --port 5432 --fail-on reachable
aws-patterns losses multi_az_service --fail-on single-point
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from patterns.commands.options import (
    AsJson,
    File,
    Settings,
    Source,
    Values,
    WrongUsage,
    parameters_of,
    printed,
    source_of,
)  # fmt: skip

if TYPE_CHECKING:
    from patterns.analysis.permissions import Holder, Permissions
    from patterns.analysis.single_points import Loss
    from patterns.network.answers import Answer
    from patterns.network.matrix import Matrix
    from patterns.network.reachability import Reachability

Region = Annotated[str, typer.Option(help="Where it would be deployed.")]
AMAZON = "us-east-1"


def add_to(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    for command in (permissions, reachability, losses):
        app.command()(command)


class Decided(StrEnum):
    """What a question about a permission may come to."""

    ALLOWED = "allowed"
    DENIED = "denied"


class Reached(StrEnum):
    """What a question about a packet may come to; what depends on something open counts as both."""

    REACHABLE = "reachable"
    BLOCKED = "blocked"


class Lost(StrEnum):
    """What a pipeline may forbid."""

    SINGLE_POINT = "single-point"


def permissions(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    region: Region = AMAZON,
    can: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="HOLDER ACTION RESOURCE", help='Ask one question: Role s3:GetObject "<Notes.Arn>/a.txt".'),
    ] = None,
    fail_on: Annotated[Decided | None, typer.Option(help="With --can, exit with 1 if this is the answer.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what the roles, users and groups of a template may do, or ask whether one of them may do something."""
    from patterns.analysis.permissions import permissions as found_in
    from patterns.iam import InvalidRequest, MalformedPolicy

    _needs(fail_on, can, "--can HOLDER ACTION RESOURCE")
    found = found_in(source_of(source, settings), parameters=parameters_of(values, file), region=region)
    try:
        if can is None:
            printed(_permission_facts(found), list(_permission_lines(found)), as_json)
            return
        decision = found.ask(_holder(source, found, can[0]), *can[1:])
    except (InvalidRequest, MalformedPolicy) as error:
        raise WrongUsage(f"{source}: {error}") from None
    facts = {
        **dict(zip(("holder", "action", "resource"), can, strict=True)), "allowed": decision.allowed,
        "outcome": str(decision.outcome), "reasons": [str(reason) for reason in decision.reasons],
    }  # fmt: skip
    printed(facts, decision.explain().splitlines(), as_json)
    if fail_on is not None and decision.allowed is (fail_on is Decided.ALLOWED):
        raise typer.Exit(1)


def _holder(source: str, found: Permissions, name: str) -> Holder:
    if holder := found.holder(name):
        return holder
    known = ", ".join(one.logical_id for one in found.holders) or "no role, user or group"
    raise WrongUsage(f"--can {name}: nobody in {source} is called that: there are {known}")


def _needs(fail_on: StrEnum | None, question: object, how: str) -> None:
    if fail_on is not None and question is None:
        raise WrongUsage(f"--fail-on {fail_on}: it is about one question: ask it with {how}")


def _permission_facts(found: Permissions) -> dict[str, Any]:
    """`holders` with what each may, and the policies `on_resources` by logical id."""
    return {"holders": [_holder_facts(holder) for holder in found.holders], "on_resources": dict(found.on_resources)}


def _holder_facts(holder: Holder) -> dict[str, Any]:
    return {
        "logical_id": holder.logical_id, "kind": holder.kind,
        "trusted": list(holder.trusted), "managed": list(holder.managed),
        "has_boundary": holder.boundary is not None, "accesses": [vars(access) for access in holder.accesses],
    }  # fmt: skip


def _permission_lines(found: Permissions) -> Iterator[str]:
    for holder in found.holders:
        trusted = f", for {', '.join(holder.trusted)}" if holder.trusted else ""
        yield f"{holder.logical_id} ({holder.kind}{trusted})"
        yield from (f"    {access}" for access in holder.accesses)
        yield from (f"    what {name} allows, which the template only names" for name in holder.managed)
        if holder.boundary is not None:
            yield "    and no more than its boundary allows"
    yield from (f"{name} has a policy of its own" for name in found.on_resources)
    if not found.holders and not found.on_resources:
        yield "nobody: it has no role, user, group or resource policy"


def reachability(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    region: Region = AMAZON,
    sender: Annotated[str | None, typer.Option("--from", metavar="PARTY", help="Ask about one pair: who begins.")] = (
        None
    ),
    receiver: Annotated[str | None, typer.Option("--to", metavar="PARTY", help="And who is to answer.")] = None,
    protocol: Annotated[str, typer.Option(help="tcp, udp or icmp; for the table also all.")] = "tcp",
    port: Annotated[int, typer.Option(help="The port, which icmp has none of.")] = 443,
    fail_on: Annotated[Reached | None, typer.Option(help="With --from and --to, exit with 1 on this answer.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show who reaches whom in the networks of a template, or why one party does or does not reach another."""
    from patterns.network.reachability import QuestionError
    from patterns.network.reachability import reachability as found_in

    if (sender is None) is not (receiver is None):
        raise WrongUsage("--from and --to: name both of them, or none for the whole table")
    _needs(fail_on, sender, "--from PARTY --to PARTY")
    found = found_in(source_of(source, settings), parameters=parameters_of(values, file), region=region)
    try:
        if sender is None or receiver is None:
            matrix = found.matrix(protocol, port)
            printed(_matrix_facts(found, matrix), _matrix_lines(found, matrix), as_json)
            return
        answer = found.between(sender, receiver, protocol, port)
    except QuestionError as error:
        raise WrongUsage(f"{source}: {error}") from None
    printed(_answer_facts(answer), str(answer).splitlines(), as_json)
    if fail_on is not None and answer.reachable is not (fail_on is Reached.BLOCKED):
        raise typer.Exit(1)


def _matrix_lines(found: Reachability, matrix: Matrix) -> list[str]:
    return repr(matrix).splitlines() if found.subnets else ["no subnets: nothing here has a network of its own"]


def _matrix_facts(found: Reachability, matrix: Matrix) -> dict[str, Any]:
    """`what` was asked, `parties` by name with their kind, and an answer for each pair."""
    return {
        "what": matrix.what,
        "parties": {name: party.kind for name, party in found.parties.items()},
        "answers": [
            {"from": here, "to": there, "answer": cell, "decision": matrix.answers[here, there].decision.words}
            for (here, there), cell in matrix.cells.items()
        ],
    }  # fmt: skip


def _answer_facts(answer: Answer) -> dict[str, Any]:
    """`reachable` is null where it depends on something that the template leaves open."""
    return {
        "from": answer.source, "to": answer.target, "what": answer.what, "reachable": answer.reachable,
        "decision": answer.decision.words, "reasons": [vars(reason) for reason in answer.reasons],
    }  # fmt: skip


def losses(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    region: Region = AMAZON,
    fail_on: Annotated[Lost | None, typer.Option(help="Exit with 1 if there is a single point of failure.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what stops, and what copes, when a zone, gateway, instance, key or database of a template is lost."""
    from patterns.analysis.single_points import single_points

    found = single_points(source_of(source, settings), parameters=parameters_of(values, file), region=region)
    lines = [line for loss in found.losses for line in _loss_lines(loss)] or ["nothing that can be lost by itself"]
    printed([_loss_facts(loss) for loss in found.losses], lines, as_json)
    if fail_on is not None and len(found):
        raise typer.Exit(1)


def _loss_lines(loss: Loss) -> Iterator[str]:
    yield f"without {loss.kind} {loss.name}: {'a single point of failure' if loss.is_single_point else 'holds'}"
    yield from (f"    {effect}" for effect in loss.effects)


def _loss_facts(loss: Loss) -> dict[str, Any]:
    return {
        "kind": loss.kind, "name": loss.name, "is_single_point": loss.is_single_point,
        "effects": [vars(effect) for effect in loss.effects],
    }  # fmt: skip
