"""What exercises about rights ask: every action of a service, by everybody who could ask. Not an exercise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from patterns.iam.access import accesses
from patterns.iam.documents import Policy, policy
from patterns.iam.matching import matches
from patterns.iam.reference import Action, Level, actions, resource_patterns
from patterns.sandbox.authorisation.asking import concerned, decided, identity_policies
from patterns.trial import Lacking, Trial

ROLE = "AWS::IAM::Role"
ACCOUNT = "123456789012"
CHANGING = (Level.WRITE, Level.PERMISSIONS, Level.TAGGING)

Context = Mapping[str, Any]
NOTHING_SPECIAL: tuple[Context, ...] = ({},)


def made(trial: Trial, kind: str) -> list[Any]:
    """Everything of a type that the answer's stack made. Raises `Lacking` where there is nothing."""
    found = [trial.stack[name] for name in trial.stack if trial.stack[name].type == kind]
    if not found:
        raise Lacking(f"it has no {kind}: add one")
    return found


def role_arns(trial: Trial) -> list[str]:
    """The ARN of every role of the answer."""
    return [role.attribute("Arn") for role in made(trial, ROLE)]


def names_of(service: str, *levels: Level) -> tuple[str, ...]:
    """The actions of a service, of these levels or of all."""
    found: Sequence[Action] = actions(f"{service}:*")
    return tuple(action.name for action in found if not levels or action.level in levels)


def may(trial: Trial, who: str, action: str, resource: str, contexts: Iterable[Context] = NOTHING_SPECIAL) -> bool:
    """Whether somebody may do something under one of these contexts."""
    return any(decided(trial.aws, who, action, resource, context).allowed for context in contexts)


def allowed(
    trial: Trial, who: str, names: Iterable[str], resources: Iterable[str], contexts: Sequence[Context]
) -> Iterator[str]:
    """What somebody may do of all this, one sentence each: the action, and what it is done to.

    An action is asked only about what it is about, and "*" only of one that takes no resource.
    """
    asked = tuple(names)
    for resource in resources:
        documents = [policy(one) for one in concerned(trial.aws, who, resource)]
        for name in asked:
            if _is_about(name, resource) and _is_named(documents, name) and may(trial, who, name, resource, contexts):
                yield f"{name} on {resource}"


def _is_named(documents: Sequence[Policy], name: str) -> bool:
    """Whether any statement that allows is about the action: else no context makes it allowed."""
    return any(
        statement.effect == "Allow"
        and any(matches(action, name, ignore_case=True) for action in statement.actions) != statement.not_actions
        for document in documents
        for statement in document.statements
    )


@cache
def _is_about(name: str, resource: str) -> bool:
    """Whether an action is done to such a thing, by the ARNs of the service authorization reference."""
    [action] = actions(name)
    patterns = resource_patterns(action)
    if resource == "*" or not patterns:
        return resource == "*" and not patterns
    return any(re.fullmatch(_expression(pattern), resource) for pattern in patterns)


@cache
def _expression(pattern: str) -> str:
    """An ARN pattern of the reference as a regular expression: only an object's name has slashes and colons in it."""
    parts = re.split(r"(\$\{\w+\})", pattern)
    names = {part: ".+" if part == "${ObjectName}" else "[^/:]*" for part in parts if part.startswith("${")}
    return "".join(names.get(part) or re.escape(part) for part in parts)


def other_services(trial: Trial, role: str, service: str) -> str:
    """What the policies of a role grant in any other service than this one; nothing where they grant nothing."""
    granted = accesses(identity_policies(trial.aws, role).values())
    beyond = [one for one in granted if not one.action.lower().startswith(f"{service}:")]
    return f"its policies also allow {beyond[0]}: leave that out" if beyond else ""
