"""The gateway's stage of authorisation: who calls, what that needs, what every policy says of it, and the refusal.

Roles of functions, machines and services, users and visitors are held to their policies; whoever has the account's own
keys may do everything that no resource's policy refuses. Services of AWS in their own name are not asked here, and the
stack engine is asked only by policies that deny: it deploys as whoever a key's policy lets.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, ClassVar

from patterns.iam import Decision, Policies, Request, evaluate
from patterns.iam.request import ANONYMOUS, Value
from patterns.sandbox.authorisation import denials, request_context, resource_policies
from patterns.sandbox.authorisation.denials import Denial
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import NotEvaluated, Refused
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.fence.environment import ACCESS_KEY
from patterns.sandbox.gateway import Call, Caller, Stage
from patterns.sandbox.permissions import Ask, Service, Situation, service, service_of
from patterns.sandbox.permissions.refusals import Wording
from patterns.sandbox.services.iam.patches import identities
from patterns.sandbox.services.iam.patches.identities import Holder
from patterns.sandbox.simulator import protocols

MOST_DENIALS = 1000
"""How many refusals are kept; the oldest go first."""

EVERYTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"

UNKNOWN_KEY = ("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
UNKNOWN_KEYS: Mapping[str, tuple[str, str, int]] = {
    "json": ("UnrecognizedClientException", UNKNOWN_KEY[1], 400),
    "rest-json": ("UnrecognizedClientException", UNKNOWN_KEY[1], 403),
}
"""By protocol, where the service has no wording of its own."""

Watch = Callable[[Call, str, list[Ask]], object]


class Authoriser:
    """Decides about the calls of one account, and remembers whom it refused."""

    spans_regions: ClassVar[bool] = True

    def __init__(self, account: Account) -> None:
        self._account = account
        self.denials: deque[Denial] = deque(maxlen=MOST_DENIALS)
        # Replaced, never changed: a call under way keeps those it started with.
        self.watching: tuple[Watch, ...] = ()
        self._sparing: set[tuple[str, str | None]] = set()

    def __repr__(self) -> str:
        return f"Authoriser({len(self.denials)} denials)"

    def install(self) -> None:
        """Stand before every call that somebody could be refused."""
        self._account.gateway.subscribe(Stage.AUTHORISE, self.authorise, when=self._concerns)

    def _concerns(self, caller: Caller, name: str, operation: str | None, request: Any) -> bool:
        """Whether there is anything to decide: for the account's own keys hardly ever, so that they stay quick."""
        if caller is Caller.SERVICE:
            return False
        if caller is Caller.USER:
            access_key = protocols.access_key(request)
            if access_key != ACCESS_KEY or self.watching:
                return True
        if name == "sts":
            return caller is Caller.USER
        return resource_policies.may_bind(self._account.account_id, self._account.region, name)

    def authorise(self, call: Call) -> None:
        """Let a call pass, or raise `Refused` in its service's words.

        Raises `NotEvaluated` for a call that IAM is not asked about here, unless the account's own keys make it. A
        policy that cannot be read raises as itself: a mistake is never taken for a denial.
        """
        holder = self._holder(call)
        is_administrator = call.access_key == ACCESS_KEY
        known = service(call.service)
        if is_preflight(call) or (known is not None and call.operation in known.always_open and call.access_key):
            return
        if known is None or not known.knows(call.operation or ""):
            if is_administrator:
                return
            raise NotEvaluated(call.service, call.operation, holder.arn if holder else ANONYMOUS)
        situation = Situation(self._account, call)
        asks = known.sound(situation)
        principal = self._principal(holder, is_administrator=is_administrator)
        for watch in self.watching:
            watch(call, principal, asks)
        if known.answers is None or not known.answers(situation):
            self._decide(situation, known, holder, principal, asks)

    def _decide(
        self, situation: Situation, known: Service, holder: Holder | None, principal: str, asks: list[Ask]
    ) -> None:
        call, carried = situation.call, self._carried(holder, situation.call)
        general = request_context.of_request(situation, holder) | dict(known.keys(situation) if known.keys else {})
        for ask in asks:
            whole = replace(ask, context={**general, **ask.context})
            decision = self._decision(situation, holder, carried, whole, principal)
            if decision.allowed or self._is_excused(situation, known, decision):
                continue
            refused = self._remembered(call, known, decision)
            spared = known.each.get(situation.operation)
            if spared is None:
                raise refused
            self._spare(call, spared, ask.resource)

    def _spare(self, call: Call, spared: ContextVar[frozenset[str]], resource: str) -> None:
        """Let the service answer for this resource that the caller may not touch it, until the call is over."""
        spared.set(spared.get() | {resource})
        if (call.service, call.operation) not in self._sparing:
            self._sparing.add((call.service, call.operation))
            subscribe = self._account.gateway.subscribe
            forget = lambda call: spared.set(frozenset())  # noqa: E731
            subscribe(Stage.RECORD, forget, service=call.service, operation=call.operation)

    def _decision(
        self, situation: Situation, holder: Holder | None, carried: identities.Carried, ask: Ask, principal: str
    ) -> Decision:
        account_id, region = self._account.account_id, situation.region
        resource = resource_policies.policy(account_id, region, _whose_policy(ask))
        sessions = holder.session_policies if holder else ()
        documents = (*carried.identity.values(), carried.boundary, resource, *sessions)
        request = Request(
            principal=principal,
            action=ask.action,
            resource=ask.resource,
            resource_account=_owner(ask.resource) or account_id,
            context={**ask.context, **self._tags(situation, ask, documents)},
        )
        return evaluate(
            request,
            Policies(
                identity=carried.identity,
                resource=resource,
                boundary=carried.boundary,
                session=together(sessions),
                grants=resource_policies.grants(account_id, region, ask.resource),
                public_access_block=resource_policies.public_access_block(account_id, ask.resource),
            ),
        )

    def _tags(self, situation: Situation, ask: Ask, documents: tuple[Any, ...]) -> dict[str, Value]:
        """The tags of the resource, looked up only where some policy asks for them."""
        if not any("tag/" in str(document).lower() for document in documents if document):
            return {}
        owner = service_of(ask.resource)
        if owner is None or owner.tags is None:
            return {}
        found = owner.tags(situation, ask.resource)
        return {f"{name}/{key}": value for name in owner.tagged for key, value in found.items()}

    def _is_excused(self, situation: Situation, known: Service, decision: Decision) -> bool:
        """Whether a refusal does not hold: the engine deploys in the name of whoever a policy does let."""
        if situation.call.caller is Caller.ADMINISTRATOR:
            return decision.outcome != "explicitDeny"
        if known.open_to is None or decision.outcome != "implicitDeny":
            return False
        return known.open_to(situation, decision.request)

    def _remembered(self, call: Call, known: Service, decision: Decision) -> Refused:
        """The refusal, which the account remembers from now on."""
        said = self.remember(decision, call.service, str(call.operation), known.wording)
        return Refused(known.wording.code, said, known.wording.status)

    def remember(self, decision: Decision, service: str, operation: str, wording: Wording | None = None) -> str:
        """Keep a refusal among the account's denials; return what is said of it."""
        wording, request = wording or Wording(), decision.request
        said = denials.message(wording, decision)
        denied = Denial(self._account.clock.now, request.principal, service, operation, wording.code, said, decision)
        self.denials.append(denied)
        self._account.timeline.note(
            "principal", request.principal, "was denied", f"{request.action} on {request.resource}", Tone.BAD
        )
        return said

    def _holder(self, call: Call) -> Holder | None:
        """Who holds the key of a call; None for the account's own and for none. Raises `Refused` for any other key."""
        if call.access_key in (None, ACCESS_KEY):
            return None
        holder = identities.find(self._account.account_id, str(call.access_key))
        if holder is None or not holder.is_active:
            known = service(call.service)
            own = known.wording.unknown_key if known else None
            raise Refused(*(own or UNKNOWN_KEYS.get(call.asked.protocol, UNKNOWN_KEY)))
        return holder

    def _principal(self, holder: Holder | None, *, is_administrator: bool) -> str:
        if holder is not None:
            return holder.arn
        return identities.administrator(self._account.account_id) if is_administrator else ANONYMOUS

    def _carried(self, holder: Holder | None, call: Call) -> identities.Carried:
        if holder is not None:
            return identities.carried(self._account.account_id, holder)
        return identities.Carried({ADMINISTRATOR: EVERYTHING} if call.access_key else {})


def _whose_policy(ask: Ask) -> str:
    """The ARN of the resource whose policy has a say. A role's is about who takes it on, not about who changes it."""
    is_role = ask.resource.split(":")[2:3] == ["iam"]
    return "" if is_role and not ask.action.startswith("sts:") else ask.resource


def _owner(resource: str) -> str:
    """The account that an ARN names; none where it names none, or AWS itself, whose policies are everybody's."""
    owner = resource.split(":")[4] if resource.startswith("arn:") else ""
    return "" if owner == "aws" else owner


def is_preflight(call: Call) -> bool:
    """Whether a browser only asks whether it may ask: nobody signs that, and IAM has no action for it."""
    return bool(call.request.method == "OPTIONS")


@functools.lru_cache(maxsize=256)
def together(policies: tuple[str, ...]) -> Any:
    """Session policies as one: those of a session give together, as identity policies do."""
    from patterns.iam.documents import policy

    if not policies:
        return None
    if len(policies) == 1:
        return policies[0]
    return {
        "Version": "2012-10-17",
        "Statement": [statement for each in policies for statement in _statements(each, policy)],
    }


def _statements(text: str, read: Callable[[Any], Any]) -> Iterator[Any]:
    import json

    read(text)
    statement = json.loads(text)["Statement"]
    # A Sid is unique in its own policy only.
    for one in statement if isinstance(statement, list) else [statement]:
        yield {name: value for name, value in one.items() if name != "Sid"}
