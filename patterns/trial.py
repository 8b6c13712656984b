"""One answer on trial: its template, findings and analyses, and a stack of it that leaves nothing behind."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from patterns.findings import Finding
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.stack import Stack
    from patterns.template.resolve import Resolved

STACK_NAME = "exercise"
APPLICATION = "orders"
"""The role of an application that exercises speak of: it is in the account while an answer names it."""


class NotDeployed(Exception):
    """The answer was refused a moment ago, and the first condition that asked has said why."""


class Trial:
    """An answer, and what conditions ask about it; each thing is made when first asked for, and once."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self._after = ExitStack()
        self._refused = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        from patterns.sandbox.core.interruption import held

        with held():
            self._after.close()

    @cached_property
    def aws(self) -> Sandbox:
        """The live sandbox, or one started for it."""
        from patterns.sandbox.account import Sandbox

        return Sandbox.live() or Sandbox().start()

    @cached_property
    def resolved(self) -> Resolved:
        """The answer as a template. Raises `TemplateError`."""
        from patterns.template.resolve import resolve

        return resolve(self.answer)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the cookbook's checks say about the answer. Raises `TemplateError`."""
        from patterns.review import judged

        return judged(self.resolved)

    @cached_property
    def stack(self) -> Stack:
        """The answer deployed, until the trial ends. Raises what deploying raises, and `NotDeployed` from then on."""
        if self._refused:
            raise NotDeployed("the answer does not deploy")
        self._refused = True
        made = self.deployed(self.answer)
        self._refused = False
        return made

    def deployed(self, source: Any) -> Stack:
        """Another template deployed until the trial ends, whatever its deletion policies say.

        Raises `TemplateError` and `SandboxError`.
        """
        from patterns.sandbox.core.interruption import held
        from patterns.template.source import load

        document = load(source)
        resources = {name: _passing(resource) for name, resource in document.body["Resources"].items()}
        if f":role/{APPLICATION}" in str(document.body):
            self._with_application()
        passing = replace(document, body={**document.body, "Resources": resources}, given_text=None)
        with held():
            stack = self.aws.deploy(passing, name=self._free_name())
            self._after.callback(self._removed, stack)
        return stack

    def _with_application(self) -> None:
        """Have the application's role in the account until the trial ends: a policy names only whom there is."""
        iam = self.aws.administrator("iam")
        trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        try:
            iam.create_role(RoleName=APPLICATION, AssumeRolePolicyDocument=json.dumps({"Statement": trust}))
        except iam.exceptions.EntityAlreadyExistsException:
            return
        self._after.callback(iam.delete_role, RoleName=APPLICATION)

    def _free_name(self) -> str:
        taken = {stack.name for stack in self.aws.stacks}
        names = (f"{STACK_NAME}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def _removed(self, stack: Stack) -> None:
        release(self.aws, stack)
        stack.delete()


def release(aws: Sandbox, stack: Stack) -> None:
    """Take away what keeps the resources of a stack from being deleted: protection, and what they hold."""
    from patterns.sandbox.provider.base import Provider
    from patterns.sandbox.provider.finding import provider

    held = [stack[name] for name in stack if type(provider(stack[name].type)).release is not Provider.release]
    for resource in [resource for resource in held if resource.exists]:
        provider(resource.type).release(resource.member.target(aws, stack.name))


def first(trial: Trial, kind: str) -> str:
    """The logical id of the answer's first resource of a type. Raises `ValueError` where it has none."""
    names = [resource.logical_id for resource in trial.resolved.resources.values() if resource.type == kind]
    if not names:
        raise ValueError(f"it has no {kind}")
    return names[0]


def nothing_open(trial: Trial) -> str:
    """Nothing where no finding of the answer is open, else the findings: what a condition asks."""
    found = [finding for finding in trial.findings if finding.accepted is None]
    return "; ".join(f"{finding.id} {finding.title}" for finding in found)


def _passing(resource: Any) -> Any:
    """The resource without policies to stay: a trial must leave the account as it was."""
    if not isinstance(resource, dict):
        return resource
    return {key: value for key, value in resource.items() if key not in ("DeletionPolicy", "UpdateReplacePolicy")}
