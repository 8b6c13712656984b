"""One run of a plan over a stack: create, change, replace or keep each resource, in order, and publish the outputs.

Not here: the statuses and the story of the whole stack (`run`), what is done to one resource (`handling`), and the way
back (`way_back`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from patterns.comparison.consequences import default_deletion_policy
from patterns.sandbox.core.errors import DeploymentRefused
from patterns.sandbox.core.interruption import safe_point
from patterns.sandbox.provider.base import AsSaid, HandlerError
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.dynamic_references import DynamicValues
from patterns.sandbox.stacks.handler_codes import ALREADY_EXISTS
from patterns.sandbox.stacks.handling import Handling
from patterns.sandbox.stacks.parameters import missing_value
from patterns.sandbox.stacks.plan import Plan, properties, resolver, settled_properties
from patterns.sandbox.stacks.protection import refused_removals
from patterns.sandbox.stacks.registry import Registry
from patterns.sandbox.stacks.removal import Removal, handler_message
from patterns.sandbox.stacks.replacement import must_replace, refuse_same_name
from patterns.sandbox.stacks.rolling import replaces
from patterns.sandbox.stacks.signals import Signals
from patterns.sandbox.stacks.state import Member, State, read_back
from patterns.sandbox.stacks.unheard import Unheard
from patterns.sandbox.stacks.uploading import upload
from patterns.sandbox.stacks.way_back import WayBack
from patterns.template.dynamic import dynamic_references
from patterns.template.errors import TemplateError
from patterns.template.resolve import Output
from patterns.template.values import Unknown


class ResourceFailed(Exception):
    """A service refused one resource, a parameter names what is not there, or the outputs cannot be published.

    The text is what happened; `story` is how the stack's own event tells it.
    """

    def __init__(self, reason: str, story: str) -> None:
        super().__init__(reason)
        self.story = story


class Operation:
    """One run of a plan over a stack; `back` undoes what it did."""

    def __init__(self, registry: Registry, signals: Signals, state: State, plan: Plan) -> None:
        self._registry = registry
        self._account = registry.account
        self._state = state
        self._plan = plan
        self._obsolete: list[Member] = []
        self._values = DynamicValues(registry.account)
        self._resolver = resolver(registry.account, state, plan, self, registry.exports(but=state.name))
        self._handling = Handling(registry, signals, state)
        self.back = WayBack(self._handling, self._resolver.update_policy)

    def run(self) -> None:
        """Make and change what the plan says, in order, then publish the outputs and read everything back.

        Raises `ResourceFailed`.
        """
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
            self._publish()
        except (DeploymentRefused, TemplateError, HandlerError) as refusal:
            raise ResourceFailed(str(refusal), str(refusal)) from refusal
        self._note_unsimulated()
        safe_point()

    def clean_up(self) -> None:
        """Delete what was replaced or is no longer declared, last made first; what refuses stays behind, untracked."""
        made_first = list(self.back.before.members)

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
        return provider(member.type).ref(self._handling.target(member))

    def get_att(self, logical_id: str, attribute: str) -> Any:
        """The attribute's value; unknown while the resource is not made."""
        member = self._state.members.get(logical_id)
        if member is None:
            return Unknown(f"${{{logical_id}.{attribute}}}", frozenset({(logical_id, attribute)}))
        return provider(member.type).attribute(self._handling.target(member), attribute)

    def _check_removals(self) -> None:
        going = [member for name, member in self._state.members.items() if name not in self._plan.resolved.resources]
        if refused := refused_removals(self._state.policy, going):
            raise ResourceFailed(refused, refused)

    def _settle(self, logical_id: str) -> None:
        """Create, change, replace or keep one resource."""
        member = self.back.before.members.get(logical_id)
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
            self._handling.log(type_name, logical_id, f"{verb.upper()}_FAILED", reason)
            story = f"The following resource(s) failed to {verb}: [{logical_id}]."
            # The service's own text may hold a value that must not be shown.
            cause = error if str(error) == self._state.masked(str(error)) else None
            raise ResourceFailed(f"{logical_id}: {reason}", story) from cause

    def _require_allowed(self, action: str, member: Member) -> None:
        policy = self._state.policy
        if policy is not None and (refused := policy.refusal(action, member.logical_id, member.type)):
            raise AsSaid("AccessDenied", refused)

    def _is_exchanged_whole(self, member: Member, wanted: Member) -> bool:
        return replaces(self._resolver.update_policy(wanted.logical_id), member.properties, wanted.properties)

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

    def _replace(self, member: Member, wanted: Member) -> None:
        refuse_same_name(member, wanted)
        reason = "Requested update requires the creation of a new physical resource; hence creating one."
        self._make(wanted, "UPDATE", reason, member.physical_id)
        self._obsolete.append(member)

    def _make(self, wanted: Member, verb: str, reason: str = "", old_id: str = "") -> None:
        """Create a resource; from the moment it has an id it is one that a rollback removes."""
        log = self._handling.log
        log(wanted.type, wanted.logical_id, f"{verb}_IN_PROGRESS", reason, old_id)
        unheard = Unheard.of(provider(wanted.type), wanted.properties)
        self._refuse_crowded(wanted)
        with unheard.first():
            created = self._handling.create(wanted)
        self.back.half_made = made = replace(wanted, physical_id=created)
        self.back.made.append(made)
        log(made.type, made.logical_id, f"{verb}_IN_PROGRESS", "Resource creation Initiated", created)
        provider(made.type).complete(self._handling.target(made))
        unheard.after()
        self._handling.await_signals(made, self._resolver.creation_policy(made.logical_id))
        self.back.half_made = None
        made = self._handling.with_secrets(made)
        self._state.members[made.logical_id] = made
        log(made.type, made.logical_id, f"{verb}_COMPLETE", physical_id=created)

    def _refuse_crowded(self, wanted: Member) -> None:
        """Refuse what would stand in the place of another resource that was made just now."""
        displaced = provider(wanted.type).displaced(self._handling.target(wanted))
        others = [made for made in self.back.made if made.logical_id != wanted.logical_id]
        if displaced and any(made.physical_id == displaced for made in others):
            raise HandlerError(ALREADY_EXISTS, f"{displaced} of the same template stands in the way of another one.")

    def _change(self, member: Member, wanted: Member) -> None:
        log = self._handling.log
        log(wanted.type, wanted.logical_id, "UPDATE_IN_PROGRESS", physical_id=member.physical_id)
        target = self._handling.target(wanted)
        unheard = Unheard.of(provider(member.type), wanted.properties)
        provider(member.type).check_update(target, member.properties)
        # Undone even when it fails half way: some of its calls may have gone through.
        self.back.changed.append((member, wanted))
        with unheard.first():
            provider(member.type).update(target, member.properties)
        unheard.after()
        current = replace(wanted, physical_id=provider(member.type).current_id(target))
        wanted = self._handling.with_secrets(current)
        self._handling.roll(wanted, member, self._resolver.update_policy(wanted.logical_id))
        if wanted.physical_id != member.physical_id:
            self.back.changed[-1] = (member, wanted)
            self._obsolete.append(member)
        self._state.members[wanted.logical_id] = wanted
        log(wanted.type, wanted.logical_id, "UPDATE_COMPLETE", physical_id=wanted.physical_id)

    def _publish(self) -> None:
        """Make the stack's outputs and exports those of the plan. Raises `DeploymentRefused` on a clash."""
        state, plan, outputs = self._state, self._plan, self._outputs()
        exports = {output.export: output.value for output in outputs.values() if output.export}
        self._registry.refuse_clashes(state, exports)
        state.outputs = {name: output.value for name, output in outputs.items()}
        state.exports, state.imports = exports, plan.resolved.imports
        state.left_out = plan.left_out
        state.resolved, state.given, state.parameters = plan.resolved, dict(plan.given), dict(plan.shown)
        state.secrets = plan.secrets.union(*(member.secrets for member in state.members.values()))

    def _outputs(self) -> dict[str, Output]:
        """The outputs, with what their plain dynamic references stand for."""
        outputs = self._resolver.outputs()
        return {name: replace(output, value=self._values.plain(output.value)) for name, output in outputs.items()}

    def _note_unsimulated(self) -> None:
        """Ask the services for what is declared, once per type, and note what does not read back."""
        members = list(self._state.members.values())
        actual = read_back(self._account, self._state.name, members, only_declared=True)
        self._state.members = {member.logical_id: member.seen(actual[member.logical_id]) for member in members}
