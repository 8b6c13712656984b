"""What a provider is: a table of properties from which create, update, read-back and the fidelity page derive.

A provider makes, reads, changes and removes the resources of one CloudFormation type by ordinary API calls.
It is data first; a method is overridden only where the service does not fit the table.

Not here: the order of resources, rollback, events (`engine`), or what counts as drift (`readback`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.reading import Gone, Responses
from patterns.sandbox.provider.tags import Tagging

Shape = Callable[[Any], Any]


def same(value: Any) -> Any:
    """The value as it is: the service and CloudFormation agree on its shape."""
    return value


@dataclass(frozen=True)
class Call:
    """One API operation. `path` is the keyword that carries the value in, or the dotted place it comes back at.

    An empty path stands for the whole response. `arguments` go along with every call.
    """

    operation: str
    path: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Property:
    """How one top-level property is set at creation, changed, unset and read back.

    `create` is the keyword of the provider's create call that carries it; `put` sets it in a call of its own, after
    creation and on update; `remove` unsets it, or `put` with the service's own `cleared` value; `get` reads it.
    `default` is what the service takes it to be when it is absent.
    `code` names the method of the provider that does what no single call does, in place of `put` and `remove`: it takes
    the target and the properties of before, and is called once for all properties that name it. A property with none
    of these cannot be changed. `to_service` and `from_service` translate the shape. `effect` says in one sentence what
    the simulation does not do with it, if it only keeps it.
    """

    name: str
    create: str | None = None
    put: Call | None = None
    get: Call | None = None
    remove: str | None = None
    cleared: Any = None
    default: Any = None
    code: str = ""
    to_service: Shape = same
    from_service: Shape = same
    effect: str = ""


@dataclass(frozen=True)
class Target:
    """One resource that a provider is asked to work on."""

    account: Account
    stack_name: str
    logical_id: str
    properties: Mapping[str, Any] = field(default_factory=dict, repr=False)
    physical_id: str = ""
    displaced: str = ""
    """At its creation: the physical id of what has to give way to it."""

    def name(self, *, longest: int) -> str:
        """A physical name made as CloudFormation makes it: stack, logical id, twelve random letters and digits.

        Never two hyphens in a row, which balancers, databases and caches refuse, wherever it had to be cut.
        """
        token = self.account.chance.token(self.stack_name, self.logical_id, length=12)
        begins = re.sub("-+", "-", f"{self.stack_name}-{self.logical_id}")[: longest - 13]
        return f"{begins.rstrip('-')}-{token}"


class Provider:
    """The base of all providers; a subclass fills in the class attributes."""

    type: ClassVar[str]
    service: ClassVar[str]
    identifier: ClassVar[str]
    """The keyword by which the service's operations know the resource: `Bucket`, `KeyId`."""
    creation: ClassVar[str]
    deletion: ClassVar[str]
    properties: ClassVar[tuple[Property, ...]]
    not_set: ClassVar[frozenset[str]] = frozenset()
    """Error codes by which a `get` says that the property is not set."""
    gone: ClassVar[frozenset[str]] = frozenset()
    """Error codes by which the service says that the resource does not exist."""
    shared: ClassVar[str] = ""
    """For a type whose second resource takes over what the first one has, in AWS as well: the page that says so."""
    adopts: ClassVar[str] = ""
    """For a type that takes over what no stack owns, in AWS as well: the page that says so."""
    lasting: ClassVar[frozenset[str]] = frozenset()
    """Properties that an update cannot take back, so that a new resource would differ from an updated one."""
    traces: ClassVar[frozenset[str]] = frozenset()
    """Properties that read back otherwise in an updated resource than in a new one, as in AWS."""
    tagging: ClassVar[Tagging]
    """How the service tags, for a type whose `Tags` have the code `set_tags`."""
    names_itself: ClassVar[bool] = False
    """Whether who makes the resource chooses its physical id, so that two may have the same."""
    examples: ClassVar[tuple[dict[str, Any], ...]]
    """Valid property sets; together they use every property of the table (a test holds this)."""

    def create(self, target: Target) -> str:
        """Make the resource with what the create call carries; return its physical id. The rest is for `complete`."""
        client = target.account.administrator(self.service)
        given = {
            p.create: p.to_service(target.properties[p.name])
            for p in self.properties
            if p.create and p.name in target.properties
        }
        response = getattr(client, self.creation)(**self.creation_arguments(target, given))
        return self.created_id(target, response)

    def taken(self, target: Target) -> str:
        """The identifier of what is there in the new one's place already; empty where nothing is.

        Asked before anything is made, of types whose own calls would change or return what they find. By the contract
        of CloudFormation's handlers a creation then fails:
        https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
        """
        return ""

    def displaced(self, target: Target) -> str:
        """The physical id of the resource whose place creating this one takes; empty where none has to give way."""
        return ""

    def signalled(self, target: Target) -> Mapping[str, bool]:
        """Who has signalled to CloudFormation for it by now, and whether of success: machines that it made, by id."""
        return {}

    def machines(self, target: Target) -> list[str]:
        """The ids of the machines that an update may exchange, oldest first; of most types none."""
        return []

    def exchange(self, target: Target, machines: list[str]) -> None:
        """End these machines, and wait for those in their place."""

    def complete(self, target: Target) -> None:
        """Set what the create call did not carry; on a refusal the engine deletes the resource again."""
        self._apply(target, {}, [p for p in self.properties if not p.create])

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """The keywords of the create call, from those the table gives."""
        return given

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The physical id, from the create call's response."""
        raise NotImplementedError

    def check_update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Raise `HandlerError` where the way from `old` changes a property that cannot be changed; no call is made."""
        for prop in self.properties:
            if self._differs(prop, old, target.properties) and not (prop.put or prop.code):
                message = f"{prop.name} of {self.type} cannot be changed once the resource exists"
                raise HandlerError("NotUpdatable", message)

    def must_replace(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Whether a change of property `name`, which is create-only under conditions, needs a new resource."""
        return not any(prop.put or prop.code for prop in self.properties if prop.name == name)

    def update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change the resource in place from `old` to `target.properties`: only what differs is touched."""
        self._apply(target, old, self.properties)

    def current_id(self, target: Target) -> str:
        """The physical id after an update: another one where the change made a new resource."""
        return target.physical_id

    def secrets(self, target: Target) -> frozenset[str]:
        """Texts among what the resource gives that must not be shown."""
        return frozenset()

    def delete(self, target: Target) -> None:
        """Remove the resource; one that is already gone is no error."""
        client = target.account.administrator(self.service)
        try:
            getattr(client, self.deletion)(**self.identity(target))
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise

    def delete_after_snapshot(self, target: Target, name: str) -> None:
        """Remove the resource after a last snapshot of that name; as `delete` for a type that has none."""
        self.delete(target)

    def release(self, target: Target) -> None:
        """Take away what keeps the resource from being deleted: its protection, what it holds. By default nothing.

        For a trial that must leave nothing behind, never for a stack: there a protected resource refuses, as in AWS.
        """

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """Physical id -> properties as the service reports them now, in CloudFormation's shape; None when gone.

        With `only_declared` no call is made for properties that a target does not declare.
        """
        return {
            target.physical_id: self.read_one(Responses(self, target, only_declared=only_declared))
            for target in targets
        }

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """One resource's properties; the table's `get` calls, each operation once."""
        found: dict[str, Any] = {}
        try:
            for prop in self.properties:
                value = responses.value(prop.get) if prop.get and responses.is_asked_for(prop) else None
                if value is not None:
                    found[prop.name] = prop.from_service(value)
        except Gone:
            return None
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        client = target.account.administrator(self.service)
        self.tagging.change(client, self.tagged(target), old.get("Tags"), target.properties.get("Tags"))

    def tagged(self, target: Target) -> Any:
        """What calls about tags know the resource by."""
        return target.physical_id

    def identity(self, target: Target) -> dict[str, Any]:
        """The keywords that name the resource in a call."""
        return {self.identifier: target.physical_id}

    def ref(self, target: Target) -> str:
        """What `Ref` gives."""
        return target.physical_id

    def attribute(self, target: Target, name: str) -> Any:
        """What `Fn::GetAtt` gives for attribute `name`; raises `HandlerError` for one that is not simulated."""
        known = self.attributes(target)
        if name not in known:
            there = ", ".join(known) or "none"
            raise HandlerError("InvalidRequest", f"attribute {name} of {self.type} is not simulated: there are {there}")
        return known[name]() if callable(known[name]) else known[name]

    def attributes(self, target: Target) -> dict[str, Any]:
        """The attributes of a resource, by the name `Fn::GetAtt` takes; what takes a call of its own as a function."""
        return {}

    def _differs(self, prop: Property, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        return bool(old.get(prop.name, prop.default) != new.get(prop.name, prop.default))

    def _apply(self, target: Target, old: Mapping[str, Any], properties: Iterable[Property]) -> None:
        """Bring these properties from `old` to what the target declares."""
        changed = [p for p in properties if self._differs(p, old, target.properties)]
        called: set[str] = set()
        for prop in changed:
            after = target.properties.get(prop.name)
            if prop.code in called:
                continue
            if prop.code:
                getattr(self, prop.code)(target, old)
                called.add(prop.code)
            elif after is None:
                self._unset(target, prop)
            elif prop.put:
                self._put(target, prop, prop.to_service(after))

    def _put(self, target: Target, prop: Property, value: Any) -> None:
        assert prop.put
        client = target.account.administrator(self.service)
        named = {**self.identity(target), **prop.put.arguments}
        getattr(client, prop.put.operation)(**named, **{prop.put.path: value})

    def _unset(self, target: Target, prop: Property) -> None:
        """Take a property away that the new template no longer declares."""
        if prop.remove:
            client = target.account.administrator(self.service)
            getattr(client, prop.remove)(**self.identity(target))
        elif prop.put and prop.cleared is not None:
            self._put(target, prop, prop.cleared)


class HandlerError(Exception):
    """What CloudFormation's own handler refuses, before or instead of the service: code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class AsSaid(HandlerError):
    """What CloudFormation says of a resource in words of its own, told as it is."""
