"""Who may do what: each role by access level, what the last turn newly allows, and "may it do that?" with reasons."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from patterns.analysis.permissions import Holder
from patterns.explore.markup import button, chip, choice, trouble
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.explore.words import counted
from patterns.iam import Decision, InvalidRequest, MalformedPolicy, Reason
from patterns.iam.levels import Grant
from patterns.iam.reference import Level

QUESTION, HOLDER = "permissions-question", "permissions-holder"
"""What this panel keeps of a reader: what was asked, and of whom."""

LOOKS = {Level.PERMISSIONS: "pc-worry"}
"""The level that can give itself all others stands out."""

MOST_OFFERED = 4
"""Questions that are offered for a holder."""

OUTCOMES = {
    "allowed": ("✓", "pc-relief", "Allowed"),
    "explicitDeny": ("✗", "pc-worry", "Denied by a statement"),
    "implicitDeny": ("✗", "pc-worry", "Denied, because nothing allows it"),
}


def _html(view: View) -> str:
    holders = view.permissions.holders
    if not holders:
        return '<p class="pc-hint">The template has no roles, users or groups, so there is nobody to ask about.</p>'
    return _asked(view, holders) + "".join(_holder(view, holder) for holder in holders)


def _asked(view: View, holders: tuple[Holder, ...]) -> str:
    """The question, with the answer of the last one."""
    chosen = view.permissions.holder(view.picked.get(HOLDER, "")) or holders[0]
    question = view.picked.get(QUESTION, "")
    who = "".join(choice(holder.logical_id, HOLDER, holder.logical_id, pressed=holder is chosen) for holder in holders)
    offered = "".join(
        button(words, "pick", f"{QUESTION}={words}", look="pc-link") for words in _offered(chosen) if words != question
    )
    field = (
        f'<form class="pc-row" data-submit="ask" data-value="{QUESTION}" data-key="{QUESTION}"><label>May it '
        f'<input class="pc-input pc-wide" name="text" value="{escape(question)}" placeholder="s3:GetObject on …" '
        'aria-label="An action and a resource: s3:GetObject on arn:aws:s3:::bucket/key"></label>'
        '<button type="submit" class="pc-btn pc-main-btn">Ask</button></form>'
    )
    return (
        f'<section><div class="pc-row" role="group" aria-label="Who asks">{who}</div>{field}'
        f'<p class="pc-row pc-hint">For example {offered}</p>{_answer(view, chosen, question)}</section>'
    )


def _offered(holder: Holder) -> list[str]:
    """Questions worth asking: what it may do, and what is next to it; of a policy that cannot be read, none."""
    try:
        accesses = holder.accesses
    except MalformedPolicy:
        return []
    may = [
        f"{access.action} on {access.resource.replace('*', 'example')}" for access in accesses if access.resource != "*"
    ]
    beside = [words.replace(":Get", ":Delete").replace(":Put", ":Get").replace(":Send", ":Receive") for words in may]
    return list(dict.fromkeys([*may[:2], *beside]))[:MOST_OFFERED]


def _answer(view: View, holder: Holder, question: str) -> str:
    if not question:
        return ""
    action, _, resource = question.partition(" on ")
    try:
        decision = view.permissions.ask(holder, action.strip(), resource.strip() or "*")
    except (InvalidRequest, MalformedPolicy) as error:
        return f'<p class="pc-trouble" role="alert">{escape(str(error))}</p>'
    return _decision(decision)


def _decision(decision: Decision) -> str:
    sign, look, words = OUTCOMES[decision.outcome]
    change = f"<p><b>To allow it:</b> {escape(str(decision.change))}.</p>" if decision.change else ""
    reasons = "".join(f"<li>{_reason(reason)}</li>" for reason in decision.reasons)
    return (
        f'<section class="pc-details" aria-label="The answer"><h4>'
        f'<span class="{look}" aria-hidden="true">{sign}</span> {words}</h4>'
        f'<p>{escape(decision.why)}</p>{change}<ul class="pc-why">{reasons}</ul></section>'
    )


def _reason(reason: Reason) -> str:
    mark = "•" if reason.applies else "·"
    return f'<span aria-hidden="true">{mark}</span> {escape(str(reason))}'


def _holder(view: View, holder: Holder) -> str:
    trusted = f" for {escape(', '.join(holder.trusted))}" if holder.trusted else ""
    outside = f"<p>And what AWS says in {escape(', '.join(holder.managed))}.</p>" if holder.managed else ""
    limit = "<p>And never more than its boundary allows.</p>" if holder.boundary else ""
    try:
        given = _changed(view, holder) + _levels(holder)
    except MalformedPolicy as error:
        given = trouble(f"IAM would refuse its policy: {error}")
    return f"<h4>{escape(holder.logical_id)}</h4><p>A {holder.kind}{trusted}.</p>{given}{outside}{limit}"


def _changed(view: View, holder: Holder) -> str:
    """What the last turn gave the holder, and what it took."""
    if view.before is None:
        return ""
    found = holder.since(view.before.permissions.holder(holder.logical_id))
    lines = [("+", one) for one in found.gained] + [("-", one) for one in found.lost]
    items = "".join(f"<li><b>{sign}</b> {escape(str(one))}</li>" for sign, one in lines)
    words = f"The last turn: {len(found.gained)} more, {len(found.lost)} fewer"
    return f'<p><b>{words}</b></p><ul class="pc-why">{items}</ul>' if items else ""


def _levels(holder: Holder) -> str:
    if not holder.grants:
        return "<p>No policy in the template allows it anything.</p>"
    services: dict[str, list[Grant]] = {}
    for grant in holder.grants:
        services.setdefault(grant.service, []).append(grant)
    rows = "".join(
        f'<tr><th scope="row">{escape(service)}</th><td>{_chips(grants)}</td><td>{_actions(holder, grants)}</td></tr>'
        for service, grants in services.items()
    )
    head = '<tr><th scope="col">service</th><th scope="col">level</th><th scope="col">on what</th></tr>'
    return f'<table class="pc-tab"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _chips(grants: Iterable[Grant]) -> str:
    return " ".join(
        chip(
            f"{grant.level}: {'all' if grant.is_full else len(grant.actions)} of {grant.of}", LOOKS.get(grant.level, "")
        )
        for grant in grants
    )


def _actions(holder: Holder, grants: list[Grant]) -> str:
    """What the actions of a service are about, each resource with how many, and their names behind it."""
    names = {name for grant in grants for name in grant.actions}
    by_resource: dict[str, list[str]] = {}
    for access in holder.accesses:
        if access.action in names:
            by_resource.setdefault(access.resource, []).append(access.action.partition(":")[2])
    return "".join(
        f"<details><summary><code>{escape(resource)}</code> {counted(len(found), 'action')}</summary>"
        f"{escape(', '.join(found))}</details>"
        for resource, found in by_resource.items()
    )


def _badge(view: View) -> str:
    return str(len(view.permissions.holders))


PANEL = Panel("permissions", "Permissions", 42, _html, _badge, applies=lambda view: bool(view.permissions.holders))
