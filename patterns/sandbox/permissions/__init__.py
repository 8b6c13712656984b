"""What a call asks of IAM, and the form in which a service says so: actions, resource ARNs, condition keys as data."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from patterns.iam import Grant, Request
from patterns.iam.request import Value
from patterns.sandbox import services
from patterns.sandbox.core.account import Account
from patterns.sandbox.permissions.encryption import KeyUse
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording

if TYPE_CHECKING:
    from patterns.sandbox.gateway import Call

NONE = "*"
"""The resource of an action that is about none in particular."""


@dataclass(frozen=True)
class Ask:
    """One action a call needs, the resource it is about, and the condition keys that are this action's own.

    `pinned` are the keys that a recorded policy turns into conditions.
    """

    action: str
    resource: str = NONE
    context: Mapping[str, Value] = field(default_factory=dict)
    pinned: tuple[str, ...] = ()


class Situation:
    """A call as a service's module sees it."""

    def __init__(self, account: Account, call: Call) -> None:
        self.account = account
        self.call = call
        self.account_id = account.account_id
        self.region = call.region
        self.operation = call.operation or ""

    @cached_property
    def params(self) -> Mapping[str, Any]:
        """The parameters as boto3 takes them."""
        return self.call.params

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource of the account, in the region of the call."""
        return f"arn:aws:{service}:{self.region}:{self.account_id}:{resource}"

    def text(self, name: str) -> str | None:
        """A parameter as text; None where the call does not have it."""
        found = self.params.get(name)
        return None if found is None else str(found)

    def ask(self, service: str, operation: str, **arguments: Any) -> dict[str, Any]:
        """What a service knows, read by the observer; nothing where it refuses, as for what is not there."""
        from botocore.exceptions import ClientError

        try:
            found: dict[str, Any] = getattr(self.account.observer(service), operation)(**arguments)
        except ClientError:
            return {}
        return found


Reader = Callable[[str, str, str], "str | Mapping[str, Any] | None"]
"""From (account, region, what follows the account in the ARN) to the policy of a resource."""


Resource = str | Callable[[Situation], "str | Iterable[str]"]
"""An ARN with parameters in braces, as `table/{TableName}`, or what makes one or several of a call."""

Asks = Callable[[Situation], Iterable[Ask]]


@dataclass(frozen=True)
class Service:
    """One service as IAM sees it.

    `prefix` begins its actions; `resources` tells by a short name how an ARN is made of the parameters; `operations`
    by that name the calls that are about such a resource, each written as the call, or as `Call=Action` where the
    action is named otherwise; `several` the calls that need something else, `also` those that need something besides.
    `keys` gives the condition keys of the service, `tags` the tags of a resource by its ARN, which conditions ask for
    under the names in `tagged`. Where `answers` says so, the service itself answers, whoever asks: nothing is there.

    `policy` reads the policy of a resource, `policies` those of all resources in an account and region, `grants` the
    grants of a resource, `public_access_block` the four settings around it; `encrypts` says that it uses KMS keys in
    the caller's name, so that their policies count as well. `find` is the ARN of a resource by any of its names.
    `each` are calls about several resources, with what is told those that the caller may not touch: they are answered
    one by one. `open_to` says whether somebody whom no policy lets may all the same. `wording` is how it refuses, and
    `policy_documents` are the calls that bring a policy, with how one that cannot be read is refused. `key_uses` are
    the calls that cannot be answered without a KMS key, whoever asks, and `always_open` are those that no policy can
    take away from anybody who has keys.
    """

    prefix: str
    resources: Mapping[str, Resource]
    operations: Mapping[str, str]
    several: Mapping[str, Asks] = field(default_factory=dict)
    also: Mapping[str, Asks] = field(default_factory=dict)
    keys: Callable[[Situation], Mapping[str, Value]] | None = None
    tags: Callable[[Situation, str], Mapping[str, str]] | None = None
    tagged: tuple[str, ...] = ("aws:ResourceTag",)
    answers: Callable[[Situation], bool] | None = None
    policy: Reader | None = None
    policies: Callable[[str, str], Iterator[Any]] | None = None
    grants: Callable[[str, str, str], tuple[Grant, ...]] | None = None
    public_access_block: Callable[[str, str], dict[str, bool] | None] | None = None
    encrypts: bool = False
    find: Callable[[str, str, str], str | None] | None = None
    each: Mapping[str, ContextVar[frozenset[str]]] = field(default_factory=dict)
    open_to: Callable[[Situation, Request], bool] | None = None
    wording: Wording = field(default_factory=Wording)
    policy_documents: Mapping[str, PolicyDocument] = field(default_factory=dict)
    key_uses: Mapping[str, KeyUse] = field(default_factory=dict)
    always_open: frozenset[str] = frozenset()

    @cached_property
    def table(self) -> Mapping[str, tuple[str, str]]:
        """(action, name of the resource) by operation."""
        return {
            operation: (f"{self.prefix}:{action or operation}", kind)
            for kind, names in self.operations.items()
            for operation, _, action in (name.partition("=") for name in names.split())
        }

    def knows(self, operation: str) -> bool:
        """Whether IAM can be asked about this call."""
        return operation in self.several or operation in self.table

    def asks(self, situation: Situation) -> Iterator[Ask]:
        """Everything the call needs, in the order in which AWS refuses."""
        operation = situation.operation
        if operation in self.several:
            yield from self.several[operation](situation)
        else:
            action, kind = self.table[operation]
            for arn in self.arns(kind, situation):
                yield Ask(action, arn)
        if operation in self.also:
            yield from self.also[operation](situation)

    def sound(self, situation: Situation) -> list[Ask]:
        """`asks`, in which what was given for an ARN and is none counts as any resource: no narrower policy lets it."""
        return [ask if _is_arn(ask.resource) else replace(ask, resource=NONE) for ask in self.asks(situation)]

    def arns(self, kind: str, situation: Situation) -> list[str]:
        """The ARNs of one kind of resource that a call is about; "*" for an action without resources."""
        if not kind:
            return [NONE]
        resource = self.resources[kind]
        made = resource(situation) if callable(resource) else _filled(self.prefix, resource, situation)
        return [made] if isinstance(made, str) else list(made)


def _is_arn(text: str) -> bool:
    return text.startswith("arn:") and text.count(":") >= PARTS


PARTS = 5
"""The colons of an ARN, at least."""

_FORMATTER = string.Formatter()


def _filled(prefix: str, pattern: str, situation: Situation) -> str:
    """A pattern with the call's parameters: an ARN that is given stands for the whole, what is not given for any."""
    values = {}
    for name in _names(pattern):
        value = situation.text(name)
        if value is not None and value.startswith("arn:"):
            return value
        values[name] = NONE if value is None else value
    filled = pattern.format(**values)
    return filled if filled.startswith("arn:") else situation.arn(prefix, filled)


@cache
def _names(pattern: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in _FORMATTER.parse(pattern) if name)


@cache
def service(name: str) -> Service | None:
    """The service of this name as boto3 writes it; None for one that IAM is not asked about here."""
    folder = services.folder("boto3", name)
    module = services.part(folder, "permissions") if folder else None
    return getattr(module, "SERVICE", None)


def pairs(tags: Any) -> Iterator[tuple[str, str]]:
    """The tags in any of the forms in which AWS's services take and give them."""
    if isinstance(tags, Mapping):
        if isinstance(tags.get("TagSet"), list):
            yield from pairs(tags["TagSet"])
            return
        yield from ((str(key), str(value)) for key, value in tags.items() if not isinstance(value, list | Mapping))
        return
    for tag in tags if isinstance(tags, list | tuple) else ():
        key = next((tag[name] for name in ("Key", "key", "TagKey") if name in tag), None)
        if key is not None:
            value = next((tag[name] for name in ("Value", "value", "TagValue") if name in tag), "")
            yield str(key), str(value)


def service_of(arn: str) -> Service | None:
    """The service that an ARN names; None for one that IAM is not asked about here, and for what is not an ARN."""
    parts = arn.split(":", 5)
    return _by_arn(parts[2]) if len(parts) > PARTS else None


@cache
def _by_arn(name: str) -> Service | None:
    folder = services.folder("arn", name)
    return service(services.names()[folder].boto3) if folder else None


def pass_role(role: Any, to: str) -> Iterator[Ask]:
    """What it takes to hand a role to a service; nothing where the call hands over none.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    """
    if role:
        key = "iam:PassedToService"
        yield Ask("iam:PassRole", str(role), {key: to}, (key,))


def use_key(
    situation: Situation, key: str | None, via: str, *actions: str, context: Mapping[str, str] | None = None
) -> Iterator[Ask]:
    """What a service asks of KMS in the caller's name; nothing for keys that AWS manages, which let all through.

    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
    """
    kms = service("kms")
    arn = kms.find(situation.account_id, situation.region, key) if key and kms and kms.find else None
    if arn is None:
        return
    encryption = {f"kms:EncryptionContext:{name}": value for name, value in (context or {}).items()}
    names = {"kms:EncryptionContextKeys": tuple(context)} if context else {}
    through = {"kms:ViaService": f"{via}.{situation.region}.amazonaws.com"}
    account = {"kms:CallerAccount": situation.account_id}
    for action in actions:
        yield Ask(f"kms:{action}", arn, {**through, **account, **encryption, **names}, ("kms:ViaService",))
