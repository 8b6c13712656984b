"""One answer on trial: its template, findings and analyses, and a stack of it, in an account of the trial's own.

Whatever a condition does there, to the clock as well, happens nowhere else: the page's account does not notice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from patterns.findings import Finding
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.stack import Stack
    from patterns.template.resolve import Resolved
    from patterns.template.source import Document

T = TypeVar("T")
STACK_NAME = "exercise"
SEED = 0
"""Of every account in which answers are tried, whatever that of the page: the same answer is judged alike."""
APPLICATION = "orders"
"""The role of an application that exercises speak of: it is in the account while an answer names it."""


class NotDeployed(Exception):
    """The answer was refused a moment ago, and the first condition that asked has said why."""


class Lacking(ValueError):
    """An answer without something that the question asks for; the message says what, and what to do."""


def on_trial(answer: Any, parameters: Mapping[str, Any] | None, judge: Callable[[Trial], T]) -> T:
    """What `judge` makes of an answer in a new account, which ends with it. Raises `SandboxError`.

    It runs code from the answer where the account that lives here runs code from templates.
    """
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.apart import apart

    live = Sandbox.live()
    runs = live is not None and live.run_foreign_code
    return apart(lambda aws: judge(Trial(answer, aws, parameters)), seed=SEED, run_foreign_code=runs)


class Trial:
    """An answer, and what conditions ask about it; each thing is made when first asked for, and once.

    `parameters` are values for the answer's deploy-time parameters. What a recipe's template leaves open, and nobody
    gives, gets the value that the recipe carries.
    """

    def __init__(self, answer: Any, aws: Sandbox, parameters: Mapping[str, Any] | None = None) -> None:
        self.answer = answer() if _is_recipe(answer) else answer
        self.aws = aws
        self._given = dict(parameters or {})
        self._refused = False
        self._made: dict[Callable[[Trial], Any], Any] = {}

    @cached_property
    def document(self) -> Document:
        """The answer as it was written. Raises `TemplateError`."""
        from patterns.template.source import load

        return load(self.answer)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The values of its deploy-time parameters, but those that it has a default for."""
        declared = self.document.body.get("Parameters") or {}
        open_ones = {
            name: value
            for name, value in _carried().items()
            if isinstance(declared.get(name), Mapping) and "Default" not in declared[name]
        }
        return {**open_ones, **self.document.parameters, **self._given}

    @cached_property
    def resolved(self) -> Resolved:
        """The answer as a template. Raises `TemplateError`."""
        from patterns.template.resolve import resolve

        return resolve(self.document, parameters=self.parameters)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the cookbook's checks say about the answer. Raises `TemplateError`."""
        from patterns.review import judged

        return judged(self.resolved)

    @cached_property
    def stack(self) -> Stack:
        """The answer deployed. Raises what deploying raises, and `NotDeployed` from then on."""
        if self._refused:
            raise NotDeployed("the answer does not deploy")
        self._refused = True
        made = self.deployed(self.document, self.parameters)
        self._refused = False
        return made

    def once(self, make: Callable[[Trial], T]) -> T:
        """What `make` gives of this trial, made when first asked for: what several conditions look at costs once."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]  # type: ignore[no-any-return]

    def deployed(self, source: Any, parameters: Mapping[str, Any] | None = None) -> Stack:
        """Another template deployed. Raises `TemplateError` and `SandboxError`."""
        from patterns.template.source import load

        document = load(source)
        if f":role/{APPLICATION}" in str(document.body):
            self.with_application()
        return self.aws.deploy(document, name=self._free_name(), parameters=parameters)

    def with_application(self) -> None:
        """Have the application's role in the account: a policy names only whom there is."""
        iam = self.aws.administrator("iam")
        trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        try:
            iam.create_role(RoleName=APPLICATION, AssumeRolePolicyDocument=json.dumps({"Statement": trust}))
        except iam.exceptions.EntityAlreadyExistsException:
            return

    def _free_name(self) -> str:
        taken = {stack.name for stack in self.aws.stacks}
        names = (f"{STACK_NAME}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)


def first(trial: Trial, kind: str) -> str:
    """The logical id of the answer's first resource of a type. Raises `Lacking` where it has none."""
    names = [resource.logical_id for resource in trial.resolved.resources.values() if resource.type == kind]
    if not names:
        raise Lacking(f"it has no {kind}: add one")
    return names[0]


def nothing_open(trial: Trial) -> str:
    """Nothing where no finding of the answer is open, else the findings: what a condition asks."""
    findings = [finding for finding in trial.findings if finding.accepted is None]
    return "; ".join(f"{finding.id} {finding.title}" for finding in findings)


def _is_recipe(answer: Any) -> bool:
    from patterns.pattern import Pattern

    return isinstance(answer, type) and issubclass(answer, Pattern)


def _carried() -> dict[str, str]:
    """What every recipe carries for the deploy-time parameters that all of them have."""
    from patterns.pattern import Pattern

    return {
        kind.deploy_time: str(Pattern.default(name)) for name, kind in Pattern.parameters().items() if kind.deploy_time
    }
