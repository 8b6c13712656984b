"""A stack: what was deployed, what happened, and what the services report about it now.

Not here: how resources are made, changed and removed (`engine`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core import arguments
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxEnded, SandboxError
from patterns.sandbox.provider.base import HandlerError
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.drift import Difference, count_leaves, differences
from patterns.sandbox.stacks.leaving_out import Choice, LeftOut
from patterns.sandbox.stacks.masking import masked
from patterns.sandbox.stacks.protection import StackPolicy
from patterns.sandbox.stacks.state import Event, Member, State, read_back
from patterns.template.source import trusted

if TYPE_CHECKING:
    from patterns.comparison.difference import Change, Changes
    from patterns.sandbox.stacks.engine import Engine
    from patterns.template.resolve import Resolved


__all__ = ["Difference", "Event", "Report", "Row", "Stack", "StackResource"]


@dataclass(frozen=True)
class StackResource:
    """One resource of a stack: what is declared beside what the services report."""

    account: Account
    stack_name: str
    member: Member
    secrets: frozenset[str] = frozenset()

    @property
    def logical_id(self) -> str:
        """The name in the template."""
        return self.member.logical_id

    @property
    def type(self) -> str:
        """The CloudFormation type."""
        return self.member.type

    @property
    def physical_id(self) -> str:
        """The name or id in the account: what `Ref` mostly gives."""
        return self.member.physical_id

    @property
    def declared(self) -> dict[str, Any]:
        """The properties as deployed, intrinsic functions resolved, dynamic references as they are written."""
        return dict(self.member.declared)

    @property
    def actual(self) -> dict[str, Any]:
        """The properties as the services report them now, in CloudFormation's shape; empty when it is gone."""
        return self._read() or {}

    @property
    def exists(self) -> bool:
        """Whether the services still know the resource."""
        return self._read() is not None

    @property
    def unsimulated(self) -> tuple[str, ...]:
        """Paths of declared properties that did not read back when they were deployed."""
        return self.member.unsimulated

    def attribute(self, name: str) -> Any:
        """What `Fn::GetAtt` gives for `name`. Raises `SandboxError` for an attribute that there is not."""
        target = self.member.target(self.account, self.stack_name)
        try:
            return provider(self.type).attribute(target, arguments.text(name, "the name of an attribute"))
        except HandlerError as error:
            raise SandboxError(str(error)) from error

    def drift(self) -> list[Difference]:
        """Where the services now differ from what was deployed; what is unsimulated is not drift.

        Values of `NoEcho` parameters are masked. One difference with an empty path stands for a resource that is gone.
        """
        return self.drift_from(self._read())

    def drift_from(self, actual: Mapping[str, Any] | None) -> list[Difference]:
        """The drift, where the read-back is known already."""
        if actual is None:
            return [Difference("", masked(self.member.properties, self.secrets), None)]
        found = differences(self.member.properties, actual)
        return [
            replace(one, declared=masked(one.declared, self.secrets), actual=masked(one.actual, self.secrets))
            for one in found
            if one.path not in self.unsimulated
        ]

    def _read(self) -> dict[str, Any] | None:
        return read_back(self.account, self.stack_name, [self.member])[self.logical_id]

    def __repr__(self) -> str:
        return f"<{self.logical_id}: {self.type} {self.physical_id}>"


@dataclass(frozen=True)
class Row:
    """One resource's line in a report.

    `declared` counts the single values of the template, `read_back` those that the services report as declared;
    `unsimulated` are paths.
    """

    logical_id: str
    type: str
    physical_id: str
    declared: int
    read_back: int
    drifted: tuple[Difference, ...]
    unsimulated: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A stack against its template, resource by resource."""

    stack_name: str
    status: str
    rows: tuple[Row, ...]
    left_out: LeftOut = field(default_factory=LeftOut)

    def __str__(self) -> str:
        lines = [f"{self.stack_name}: {self.status}"]
        for row in self.rows:
            lines.append(f"  {row.logical_id} ({row.type}): {row.read_back} of {row.declared} as declared")
            lines += [f"    drift: {one}" for one in row.drifted]
            lines += [f"    not simulated: {path}" for path in row.unsimulated]
        lines += [f"  left out: {line}" for line in self.left_out.lines]
        return "\n".join(lines)

    __repr__ = __str__


class Stack:
    """A deployed template. `stack["Bucket"]` is one of its resources."""

    def __init__(self, engine: Engine, state: State) -> None:
        self._engine = engine
        self._state = state

    @property
    def state(self) -> State:
        """What it is made of."""
        return self._state

    @property
    def account(self) -> Account:
        """The account it is deployed into."""
        return self._engine.account

    @property
    def importable(self) -> dict[str, str]:
        """What this stack can import: the exports of the others of its region, by their names."""
        return self._engine.registry.exports(but=self.name)

    @property
    def name(self) -> str:
        """The stack's name."""
        return self._state.name

    @property
    def id(self) -> str:
        """The stack's ARN."""
        return self._state.id

    @property
    def status(self) -> str:
        """CloudFormation's status: `CREATE_COMPLETE`, `UPDATE_ROLLBACK_COMPLETE`, ..."""
        return self._state.status

    @property
    def outputs(self) -> dict[str, Any]:
        """The template's outputs by name."""
        return dict(self._state.outputs)

    @property
    def parameters(self) -> dict[str, Any]:
        """The deploy-time parameters in use; those declared `NoEcho` show as `****`."""
        return dict(self._state.parameters)

    @property
    def tags(self) -> dict[str, str]:
        """The tags of the whole stack, which its resources carry too."""
        return dict(self._state.tags)

    @property
    def resolved(self) -> Resolved:
        """The template as deployed, resolved as far as it was known before."""
        assert self._state.resolved is not None
        return self._state.resolved

    @property
    def left_out(self) -> LeftOut:
        """What of the template was left out since the sandbox cannot make it: resources with the reason, outputs."""
        return self._state.left_out

    @property
    def events(self) -> list[Event]:
        """What happened, oldest first."""
        return list(self._state.events)

    def __getitem__(self, logical_id: str) -> StackResource:
        member = self._state.members.get(logical_id) if isinstance(logical_id, str) else None
        if member is None:
            there = ", ".join(self._state.members) or "none"
            raise KeyError(f"stack {self.name} has no resource {arguments.brief(logical_id)}: there are {there}")
        return StackResource(self._live(), self.name, member, self._state.secrets)

    def __iter__(self) -> Iterator[str]:
        return iter(self._state.members)

    def __len__(self) -> int:
        return len(self._state.members)

    def drift(self) -> dict[str, list[Difference]]:
        """Logical id -> where the services differ from what was deployed; empty when nothing drifted."""
        found = {logical_id: self[logical_id].drift_from(actual) for logical_id, actual in self._read().items()}
        return {logical_id: differing for logical_id, differing in found.items() if differing}

    def snapshot(self) -> dict[str, Any]:
        """The stack read back, template-shaped: `{"Resources": {id: {"Type": ..., "Properties": ...}}}`.

        A resource that is gone is left out.
        """
        actual = self._read()
        return {
            "Resources": {
                logical_id: {"Type": member.type, "Properties": actual[logical_id]}
                for logical_id, member in self._state.members.items()
                if actual[logical_id] is not None
            }
        }

    def report(self) -> Report:
        """Every resource's declared values against what the services report now."""
        actual = self._read()
        rows = tuple(_row(self[logical_id], actual[logical_id]) for logical_id in self)
        return Report(self.name, self.status, rows, self.left_out)

    def preview(
        self,
        new_source: Any,
        *,
        parameters: Mapping[str, Any] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Changes:
        """What `update` would do, like a change set. Raises what `update` raises before it touches anything."""
        self._live()
        return self._engine.preview(self._state, new_source, parameters, tags)

    def update(
        self,
        new_source: Any,
        *,
        parameters: Mapping[str, Any] | None = None,
        capabilities: Iterable[str] | None = None,
        unsupported: Choice = "refuse",
        trust: bool = False,
        tags: Mapping[str, str] | None = None,
    ) -> list[Change]:
        """Change the stack to `new_source`; return what was changed, empty when there was nothing to do.

        Parameters neither given nor carried by the source keep their value, and `tags` that are not given stay; the
        rest is as for `deploy`. Raises
        `DeploymentRefused` or `TemplateError` before anything is touched, `StackFailed` after bringing the stack back
        to its last good state.
        """
        self._live()
        source = trusted(new_source) if trust else new_source
        return self._engine.update(self._state, source, parameters, capabilities, unsupported, tags)

    @property
    def termination_protection(self) -> bool:
        """Whether the stack refuses to be deleted."""
        return self._state.protected

    def update_termination_protection(self, enabled: bool) -> None:
        """Let the stack refuse to be deleted, or no longer."""
        self._live()
        self._state.protected = enabled

    def set_stack_policy(self, policy: Any) -> None:
        """Say which resources updates may change: a policy as a mapping, or as JSON text.

        Once there is one, what it does not allow is denied. Raises `DeploymentRefused` for what is no policy.
        """
        self._live()
        self._state.policy = StackPolicy.of(policy)

    def delete(self) -> None:
        """Remove the stack's resources, those with a policy to retain excepted; a second time nothing happens.

        Raises `DeploymentRefused` for a protected stack, and while another stack imports from this one, `StackFailed`
        when a service refuses: what could not be removed is still there, and `delete` can be tried again.
        """
        self._live()
        self._engine.delete(self._state)

    def _read(self) -> dict[str, dict[str, Any] | None]:
        return read_back(self._live(), self.name, self._state.members.values())

    def _live(self) -> Account:
        account = self._engine.account
        if not account.is_live:
            raise SandboxEnded(f"the sandbox of stack {self.name} has ended: deploy it again in the live one")
        return account

    def __repr__(self) -> str:
        return f"<Stack {self.name}: {self.status}, {len(self)} resources>"


def _row(resource: StackResource, actual: Mapping[str, Any] | None) -> Row:
    given = resource.member.properties
    declared = count_leaves(given)
    differing = sum(count_leaves(difference.declared) for difference in differences(given, actual or {}))
    return Row(
        resource.logical_id, resource.type, resource.physical_id, declared, declared - differing,
        tuple(resource.drift_from(actual)), resource.unsimulated,
    )  # fmt: skip
