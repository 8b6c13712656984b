"""One run of a plan over a stack: create, change, replace or keep each resource, and take every step back on refusal.

Not here: the statuses and the story of the whole stack (`engine`), or how one resource is removed (`removal`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from patterns.comparison.consequences import default_deletion_policy
from patterns.sandbox.core.errors import DeploymentRefused
from patterns.sandbox.core.interruption import safe_point
from patterns.sandbox.provider.base import AsSaid, HandlerError, Target
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.drift import differences
from patterns.sandbox.stacks.dynamic_references import DynamicValues
from patterns.sandbox.stacks.parameters import missing_value
from patterns.sandbox.stacks.plan import Plan, properties, resolver, settled_properties
from patterns.sandbox.stacks.protection import refused_removals
from patterns.sandbox.stacks.removal import ALREADY_EXISTS, Removal, handler_message, keep_interruption
from patterns.sandbox.stacks.replacement import must_replace, refuse_same_name
from patterns.sandbox.stacks.rolling import Rolling, means_other_machines, replaces
from patterns.sandbox.stacks.signals import Wanted, await_signals
from patterns.sandbox.stacks.state import Member, State, read_back
from patterns.sandbox.stacks.unheard import Unheard
from patterns.sandbox.stacks.uploading import upload
from patterns.template.dynamic import dynamic_references
from patterns.template.errors import TemplateError
from patterns.template.resolve import Output
from patterns.template.values import Unknown

if TYPE_CHECKING:
    from patterns.sandbox.stacks.engine import Engine


class ResourceFailed(Exception):
    """A service refused one resource, a parameter names what is not there, or the outputs cannot be published.

    The text is what happened; `story` is how the stack's own event tells it.
    """

    def __init__(self, reason: str, story: str) -> None:
        super().__init__(reason)
        self.story = story


class Operation:
    """One run of a plan over a stack, with what undoes it."""

    def __init__(self, engine: Engine, state: State, plan: Plan) -> None:
        self._engine = engine
        self._account = engine.account
        self._state = state
        self._plan = plan
        self._before = replace(state, members=dict(state.members))
        self._changed: list[tuple[Member, Member]] = []
        self._made: list[Member] = []
        self._displaced: dict[str, str] = {}
        self._half_made: Member | None = None
        self._obsolete: list[Member] = []
        self._values = DynamicValues(engine.account)
        self._resolver = resolver(engine.account, state, plan, self, engine.exports(but=state.name))

    def run(self) -> None:
        """Make and change what the plan says, in order, then publish the outputs and read everything back."""
        if missing := missing_value(self._account, self._plan.document, self._plan.resolved.parameters):
            raise ResourceFailed(self._state.masked(missing), missing)
        self._check_removals()
        upload(self._account, self._plan.resolved.packages)
        for logical_id in self._plan.order:
            self._settle(logical_id)
            safe_point()
        members = self._state.members
        gone = [member for name, member in members.items() if name not in self._plan.resolved.resources]
        self._obsolete += gone
        self._state.members = {name: members[name] for name in self._plan.order}
        try:
            self._engine.publish(self._state, self._plan, self._outputs())
        except (DeploymentRefused, TemplateError, HandlerError) as refusal:
            raise ResourceFailed(str(refusal), str(refusal)) from refusal
        self._note_unsimulated()
        safe_point()

    def _check_removals(self) -> None:
        going = [member for name, member in self._state.members.items() if name not in self._plan.resolved.resources]
        if refused := refused_removals(self._state.policy, going):
            raise ResourceFailed(refused, refused)

    def _require_allowed(self, action: str, member: Member) -> None:
        policy = self._state.policy
        if policy is not None and (refused := policy.refusal(action, member.logical_id, member.type)):
            raise AsSaid("AccessDenied", refused)

    def keep_half_made(self) -> None:
        """Make the resource over which the run failed a member, so that deleting the stack removes it too."""
        if self._half_made is not None:
            self._state.members[self._half_made.logical_id] = self._half_made

    def change_back(self) -> list[str]:
        """Undo the changes in place, last first; return the refusals."""
        refused = [self._changed_back(member, wanted) for member, wanted in reversed(self._changed)]
        return [reason for reason in refused if reason]

    def remove_made(self, *, whatever: bool = False) -> list[str]:
        """Delete what this run made, last first, and show the stack as before; return what stays, and why.

        With `whatever` no policy and no protection keeps anything, for a reader who changed their mind half way.
        """
        reasons: list[str] = []

        def policy(member: Member) -> str:
            # Retain holds for a creation that is rolled back too; RetainExceptOnCreate is the exception its name says.
            # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
            is_new = member.logical_id not in self._before.members
            retained = not whatever and is_new and member is not self._half_made and member.deletion_policy == "Retain"
            if back := self._put_back(member):
                reasons.append(back)
            if whatever:
                self._release(member)
            if retained:
                reasons.append(f"{member.logical_id} ({member.physical_id}) stays: its DeletionPolicy is Retain")
            return "Retain" if retained else "Delete"

        removal = Removal(self._account, self._state, policy)
        failed = removal.run(reversed(self._made), with_needs=False)
        reasons += [f"{one.logical_id} ({one.physical_id}) stays: {handler_message(error)}" for one, error in failed]
        for name in ("resolved", "given", "parameters", "members", "outputs", "exports", "imports", "secrets"):
            setattr(self._state, name, getattr(self._before, name))
        if not self._before.members:
            self._state.members = {member.logical_id: member for member, _ in reversed(failed)}
        return reasons

    def clean_up(self) -> None:
        """Delete what was replaced or is no longer declared, last made first; what refuses stays behind, untracked."""
        made_first = list(self._before.members)

        def policy(member: Member) -> str:
            replaced = member.logical_id in self._state.members
            return member.update_replace_policy if replaced else member.deletion_policy

        last_first = sorted(self._obsolete, key=lambda one: -made_first.index(one.logical_id))
        Removal(self._account, self._state, policy).run(last_first, with_needs=False)

    # The lookup that the resolver asks: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/resources-section-structure.html

    def ref(self, logical_id: str) -> Any:
        """What `Ref` gives; unknown while the resource is not made."""
        member = self._state.members.get(logical_id)
        if member is None:
            return Unknown(f"${{{logical_id}}}", frozenset({(logical_id, "Ref")}))
        return provider(member.type).ref(member.target(self._account, self._state.name))

    def get_att(self, logical_id: str, attribute: str) -> Any:
        """The attribute's value; unknown while the resource is not made."""
        member = self._state.members.get(logical_id)
        if member is None:
            return Unknown(f"${{{logical_id}.{attribute}}}", frozenset({(logical_id, attribute)}))
        return provider(member.type).attribute(member.target(self._account, self._state.name), attribute)

    def _settle(self, logical_id: str) -> None:
        """Create, change, replace or keep one resource."""
        member = self._before.members.get(logical_id)
        type_name = self._plan.resolved.resources[logical_id].type
        try:
            wanted = self._wanted(logical_id, member)
            if member is None:
                self._make(wanted, "CREATE")
            elif must_replace(member, wanted) or self._is_exchanged_whole(member, wanted):
                self._require_allowed("Update:Replace", member)
                self._replace(member, wanted)
            elif member.properties != wanted.properties:
                self._require_allowed("Update:Modify", member)
                self._change(member, replace(wanted, physical_id=member.physical_id))
            else:
                self._state.members[logical_id] = replace(wanted, physical_id=member.physical_id)
        except Exception as error:
            verb, reason = "update" if member else "create", self._state.masked(handler_message(error))
            self._log(type_name, logical_id, f"{verb.upper()}_FAILED", reason)
            story = f"The following resource(s) failed to {verb}: [{logical_id}]."
            # The service's own text may hold a value that must not be shown.
            cause = error if str(error) == self._state.masked(str(error)) else None
            raise ResourceFailed(f"{logical_id}: {reason}", story) from cause

    def _is_exchanged_whole(self, member: Member, wanted: Member) -> bool:
        return replaces(self._resolver.update_policy(wanted.logical_id), member.properties, wanted.properties)

    def _roll(self, wanted: Member, old: Member, policy: Mapping[str, Any]) -> None:
        """Exchange the machines of a group that was changed, as its policy says."""
        rolling = Rolling.of(policy)
        if rolling is not None and means_other_machines(old.properties, wanted.properties):
            target, maker = wanted.target(self._account, self._state.name), provider(wanted.type)
            log = partial(self._log, wanted.type, wanted.logical_id, "UPDATE_IN_PROGRESS")
            rolling.run(self._engine.signals, target, maker, lambda told: log(told, wanted.physical_id))

    def _wanted(self, logical_id: str, member: Member | None) -> Member:
        """The resource as it shall be. References that stay as they are written keep what they stood for, as in AWS."""
        resource = self._plan.resolved.resources[logical_id]
        declared = properties(self._plan, self._resolver, logical_id)
        wanted = Member(
            logical_id,
            resource.type,
            physical_id="",
            properties=declared,
            deletion_policy=resource.deletion_policy or default_deletion_policy(resource),
            update_replace_policy=resource.update_replace_policy or "Delete",
            needs=self._plan.needs[logical_id],
            declared=declared,
        )
        if member is not None and member.declared == declared:
            return replace(wanted, properties=member.properties, secrets=member.secrets)
        return self._settled(wanted, declared)

    def _settled(self, wanted: Member, declared: dict[str, Any]) -> Member:
        """The same with what its dynamic references stand for; secrets are hidden before anything can name them."""
        values = DynamicValues(self._account)
        if not any(dynamic_references(declared)):
            return wanted
        try:
            values.settled(declared)
        finally:
            self._state.secrets |= values.secrets
        found = settled_properties(self._plan, values, wanted.logical_id, declared)
        return replace(wanted, properties=found, secrets=frozenset(values.secrets))

    def _outputs(self) -> dict[str, Output]:
        """The outputs, with what their plain dynamic references stand for."""
        found = self._resolver.outputs()
        return {name: replace(output, value=self._values.plain(output.value)) for name, output in found.items()}

    def _replace(self, member: Member, wanted: Member) -> None:
        refuse_same_name(member, wanted)
        reason = "Requested update requires the creation of a new physical resource; hence creating one."
        self._make(wanted, "UPDATE", reason, member.physical_id)
        self._obsolete.append(member)

    def _make(self, wanted: Member, verb: str, reason: str = "", old_id: str = "") -> None:
        """Create a resource; from the moment it has an id it is one that a rollback removes."""
        self._log(wanted.type, wanted.logical_id, f"{verb}_IN_PROGRESS", reason, old_id)
        unheard = Unheard.of(provider(wanted.type), wanted.properties)
        created = self._created(wanted)
        self._half_made = made = replace(wanted, physical_id=created)
        self._made.append(made)
        self._log(made.type, made.logical_id, f"{verb}_IN_PROGRESS", "Resource creation Initiated", created)
        provider(made.type).complete(made.target(self._account, self._state.name))
        unheard.after()
        self._await_signals(made)
        self._half_made = None
        made = self._with_secrets(made)
        self._state.members[made.logical_id] = made
        self._log(made.type, made.logical_id, f"{verb}_COMPLETE", physical_id=created)

    def _await_signals(self, made: Member) -> None:
        wanted = Wanted.of(self._resolver.creation_policy(made.logical_id))
        if wanted is not None:
            target = made.target(self._account, self._state.name)
            maker, log = provider(made.type), partial(self._log, made.type, made.logical_id, "CREATE_IN_PROGRESS")
            await_signals(wanted, self._engine.signals, target, maker, log)

    def _created(self, wanted: Member) -> str:
        """The physical id of the resource, just made, in the place of what it displaces."""
        maker, target = provider(wanted.type), wanted.target(self._account, self._state.name)
        if taken := maker.taken(target):
            message = f"Resource of type '{wanted.type}' with identifier '{taken}' already exists."
            raise HandlerError(ALREADY_EXISTS, message)
        displaced = maker.displaced(target)
        if any(made.physical_id == displaced != "" and made.logical_id != wanted.logical_id for made in self._made):
            raise HandlerError(ALREADY_EXISTS, f"{displaced} of the same template stands in the way of another one.")
        created = maker.create(replace(target, displaced=displaced))
        self._refuse_owned(wanted.type, created)
        self._displaced[created] = displaced
        return created

    def _refuse_owned(self, type_name: str, physical_id: str) -> None:
        """Refuse what a service gave back because it was there: one resource belongs to one logical id of one stack.

        https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/363
        """
        if provider(type_name).names_itself:
            return
        if owner := self._engine.owner(type_name, physical_id):
            raise HandlerError(ALREADY_EXISTS, f"{physical_id} already exists in stack {owner}")

    def _change(self, member: Member, wanted: Member) -> None:
        self._log(wanted.type, wanted.logical_id, "UPDATE_IN_PROGRESS", physical_id=member.physical_id)
        target = wanted.target(self._account, self._state.name)
        unheard = Unheard.of(provider(member.type), target.properties)
        provider(member.type).check_update(target, member.properties)
        # Undone even when it fails half way: some of its calls may have gone through.
        self._changed.append((member, wanted))
        provider(member.type).update(target, member.properties)
        unheard.after()
        wanted = self._with_secrets(replace(wanted, physical_id=provider(member.type).current_id(target)))
        self._roll(wanted, member, self._resolver.update_policy(wanted.logical_id))
        if wanted.physical_id != member.physical_id:
            self._changed[-1] = (member, wanted)
            self._obsolete.append(member)
        self._state.members[wanted.logical_id] = wanted
        self._log(wanted.type, wanted.logical_id, "UPDATE_COMPLETE", physical_id=wanted.physical_id)

    def _with_secrets(self, member: Member) -> Member:
        """The same with what of it must not be shown, hidden before anything can name it."""
        told = provider(member.type).secrets(member.target(self._account, self._state.name))
        self._state.secrets |= told
        return replace(member, secrets=member.secrets | told) if told else member

    def _changed_back(self, member: Member, wanted: Member) -> str:
        """Bring one resource back to what it was; return the refusal, empty when there is none."""
        changed = replace(member, physical_id=wanted.physical_id)
        self._log(member.type, member.logical_id, "UPDATE_IN_PROGRESS", physical_id=changed.physical_id)
        target = changed.target(self._account, self._state.name)
        try:
            provider(member.type).update(target, wanted.properties)
            policy = self._resolver.update_policy(member.logical_id).get("AutoScalingRollingUpdate")
            if isinstance(policy, dict):
                self._roll(changed, wanted, {"AutoScalingRollingUpdate": policy | {"WaitOnResourceSignals": False}})
            self._before.members[member.logical_id] = self._back_under_its_id(changed, wanted, target)
        except BaseException as error:
            keep_interruption(error)
            # What refused the change may refuse to take it back as well, though it never was: what there is decides.
            if not self._restored_from_what_there_is(member, wanted):
                reason = self._state.masked(handler_message(error))
                self._log(member.type, member.logical_id, "UPDATE_FAILED", reason, member.physical_id)
                return f"{member.logical_id} could not be restored: {reason}"
        self._log(member.type, member.logical_id, "UPDATE_COMPLETE", physical_id=member.physical_id)
        return ""

    def _back_under_its_id(self, changed: Member, wanted: Member, target: Target) -> Member:
        """The member as going back left it; what the change had made in its place is removed with what was made."""
        now = replace(changed, physical_id=provider(changed.type).current_id(target))
        if now.physical_id != wanted.physical_id:
            self._made.append(wanted)
        return now

    def _restored_from_what_there_is(self, member: Member, wanted: Member) -> bool:
        if self._is_as_deployed(member, wanted):
            return True
        actual = read_back(self._account, self._state.name, [member])[member.logical_id]
        try:
            provider(member.type).update(member.target(self._account, self._state.name), actual or {})
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
        members, displaced = self._before.members, self._displaced.get(made.physical_id, "")
        names = [name for name, one in members.items() if displaced and one.physical_id == displaced]
        for name in names:
            try:
                created = self._created(members[name])
            except BaseException as error:
                keep_interruption(error)
                return f"{name} could not be restored: {self._state.masked(handler_message(error))}"
            members[name] = replace(members[name], physical_id=created)
        return ""

    def _release(self, member: Member) -> None:
        """Take away what protects a resource; one that is gone, or half made, has nothing to take away."""
        try:
            provider(member.type).release(member.target(self._account, self._state.name))
        except BaseException as error:
            keep_interruption(error)

    def _note_unsimulated(self) -> None:
        """Ask the services for what is declared, once per type, and note what does not read back."""
        members = list(self._state.members.values())
        actual = read_back(self._account, self._state.name, members, only_declared=True)
        self._state.members = {member.logical_id: member.seen(actual[member.logical_id]) for member in members}

    def _log(self, kind: str, logical_id: str, status: str, reason: str = "", physical_id: str = "") -> None:
        self._state.log(self._account.clock.now, kind, logical_id, status, reason, physical_id)
