"""The way back from a run over a stack: what it changed and made, and how each step is undone.

Not here: when a stack goes back, and its statuses then (`run`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from patterns.sandbox.provider.base import Target
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.drift import differences
from patterns.sandbox.stacks.handling import Handling
from patterns.sandbox.stacks.removal import Removal, handler_message, keep_interruption
from patterns.sandbox.stacks.state import Member, read_back


class WayBack:
    """What was done to one stack since it was as `before`."""

    def __init__(self, handling: Handling, update_policy: Callable[[str], Mapping[str, Any]]) -> None:
        state = handling.state
        self.before = replace(state, members=dict(state.members))
        self.changed: list[tuple[Member, Member]] = []
        """Each resource that was changed in place: as it was, and as it became."""
        self.made: list[Member] = []
        self.half_made: Member | None = None
        """The resource that has an id, and is not complete."""
        self._handling = handling
        self._account = handling.account
        self._state = state
        self._update_policy = update_policy

    def keep_half_made(self) -> None:
        """Make the resource over which the run failed a member, so that deleting the stack removes it too."""
        if self.half_made is not None:
            self._state.members[self.half_made.logical_id] = self.half_made

    def change_back(self) -> list[str]:
        """Undo the changes in place, last first; return the refusals."""
        refused = [self._changed_back(member, wanted) for member, wanted in reversed(self.changed)]
        return [reason for reason in refused if reason]

    def remove_made(self, *, whatever: bool = False) -> list[str]:
        """Delete what the run made, last first, and show the stack as before; return what stays, and why.

        With `whatever` no policy and no protection keeps anything, for a reader who changed their mind half way.
        """
        reasons: list[str] = []

        def policy(member: Member) -> str:
            # Retain holds for a creation that is rolled back too; RetainExceptOnCreate is the exception its name says.
            # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
            is_new = member.logical_id not in self.before.members
            retained = not whatever and is_new and member is not self.half_made and member.deletion_policy == "Retain"
            if back := self._put_back(member):
                reasons.append(back)
            if whatever:
                self._release(member)
            if retained:
                reasons.append(f"{member.logical_id} ({member.physical_id}) stays: its DeletionPolicy is Retain")
            return "Retain" if retained else "Delete"

        removal = Removal(self._account, self._state, policy)
        failed = removal.run(reversed(self.made), with_needs=False)
        reasons += [f"{one.logical_id} ({one.physical_id}) stays: {handler_message(error)}" for one, error in failed]
        for name in ("resolved", "given", "parameters", "members", "outputs", "exports", "imports", "secrets"):
            setattr(self._state, name, getattr(self.before, name))
        if not self.before.members:
            self._state.members = {member.logical_id: member for member, _ in reversed(failed)}
        return reasons

    def _changed_back(self, member: Member, wanted: Member) -> str:
        """Bring one resource back to what it was; return the refusal, empty when there is none."""
        changed = replace(member, physical_id=wanted.physical_id)
        log = self._handling.log
        log(member.type, member.logical_id, "UPDATE_IN_PROGRESS", physical_id=changed.physical_id)
        target = self._handling.target(changed)
        try:
            provider(member.type).update(target, wanted.properties)
            policy = self._update_policy(member.logical_id).get("AutoScalingRollingUpdate")
            if isinstance(policy, dict):
                unasked = {"AutoScalingRollingUpdate": policy | {"WaitOnResourceSignals": False}}
                self._handling.roll(changed, wanted, unasked)
            self.before.members[member.logical_id] = self._back_under_its_id(changed, wanted, target)
        except BaseException as error:
            keep_interruption(error)
            # What refused the change may refuse to take it back as well, though it never was: what there is decides.
            if not self._restored_from_what_there_is(member, wanted):
                reason = self._state.masked(handler_message(error))
                log(member.type, member.logical_id, "UPDATE_FAILED", reason, member.physical_id)
                return f"{member.logical_id} could not be restored: {reason}"
        log(member.type, member.logical_id, "UPDATE_COMPLETE", physical_id=member.physical_id)
        return ""

    def _back_under_its_id(self, changed: Member, wanted: Member, target: Target) -> Member:
        """The member as going back left it; what the change had made in its place is removed with what was made."""
        now = replace(changed, physical_id=provider(changed.type).current_id(target))
        if now.physical_id != wanted.physical_id:
            self.made.append(wanted)
        return now

    def _restored_from_what_there_is(self, member: Member, wanted: Member) -> bool:
        if self._is_as_deployed(member, wanted):
            return True
        actual = read_back(self._account, self._state.name, [member])[member.logical_id]
        try:
            provider(member.type).update(self._handling.target(member), actual or {})
        except BaseException as error:
            keep_interruption(error)
            return False
        return self._is_as_deployed(member, wanted)

    def _is_as_deployed(self, member: Member, wanted: Member) -> bool:
        """Whether the services report the resource as they did when it was last deployed, and nothing of the change."""
        actual = read_back(self._account, self._state.name, [member])[member.logical_id]
        if actual is None or member.seen(actual).unsimulated != member.unsimulated:
            return False
        added = wanted.properties.keys() - member.properties.keys()
        return all(differences(wanted.properties[name], actual.get(name)) for name in added)

    def _put_back(self, made: Member) -> str:
        """Give its place back to what this stack had there before `made`, under a new id; return the refusal."""
        members, displaced = self.before.members, self._handling.displaced.get(made.physical_id, "")
        names = [name for name, one in members.items() if displaced and one.physical_id == displaced]
        for name in names:
            try:
                created = self._handling.create(members[name])
            except BaseException as error:
                keep_interruption(error)
                return f"{name} could not be restored: {self._state.masked(handler_message(error))}"
            members[name] = replace(members[name], physical_id=created)
        return ""

    def _release(self, member: Member) -> None:
        """Take away what protects a resource; one that is gone, or half made, has nothing to take away."""
        try:
            provider(member.type).release(self._handling.target(member))
        except BaseException as error:
            keep_interruption(error)
