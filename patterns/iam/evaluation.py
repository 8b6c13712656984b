"""The order in which policies are asked, and what each kind of them can do: AWS's policy evaluation logic.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html

Not modelled: ACLs, policies of VPC endpoints, service-linked roles beyond what control policies leave to them, which
services RCPs reach (here all), and which user stands behind a federated one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from patterns.iam.applies import Match, Named, applies
from patterns.iam.changes import smallest
from patterns.iam.decision import KINDS, Decision, Kind, Outcome, Reason
from patterns.iam.documents import Policy, identity_policy, policy
from patterns.iam.public_access import public_statements
from patterns.iam.request import Grant, Policies, Request

DIRECTLY: frozenset[Named] = frozenset({"user", "session", "service", "federated", "everybody"})
"""How a resource policy may name somebody so that nothing else need allow it in the same account, nor limits it. Of
everybody the page on principals says so:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
"""

TRUSTING = ("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")
"""How the actions begin that a role's trust policy must allow:
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required.
"""

_OF_IDENTITIES = ("identity", "boundary", "session")
SERVICE_LINKED = ":role/aws-service-role/"


def evaluate(request: Request, policies: Policies) -> Decision:
    """Decide about a request by all policies that may have a say.

    Raises `MalformedPolicy` for a policy that IAM would refuse: a mistake is never taken for a denial.
    """
    return _Evaluation(request, policies).decision()


@dataclass(frozen=True)
class _Layer:
    """The policies of one kind that are asked together: one of them must allow, none may deny."""

    kind: Kind
    name: str
    reasons: tuple[tuple[Reason, Named], ...]

    def having(self, effect: str) -> Iterator[tuple[Reason, Named]]:
        for reason, named in self.reasons:
            if reason.applies and reason.statement is not None and reason.statement.effect == effect:
                yield reason, named

    @property
    def allowance(self) -> Reason | None:
        return next((reason for reason, _ in self.having("Allow")), None)


class _Evaluation:
    """One request, with every statement looked at."""

    def __init__(self, request: Request, policies: Policies) -> None:
        self._request = request
        self._policies = policies
        who = request.who
        # Control policies leave services' own roles alone. RCPs bind services too:
        # https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html
        is_controlled = SERVICE_LINKED not in who.arn
        self._rcps = self._levels("rcp", policies.rcps if is_controlled else None)
        self._scps = self._levels("scp", policies.scps if is_controlled and who.account else None)
        self._resource = self._layer("resource", {"": policies.resource} if policies.resource else {})
        self._identity = self._layer("identity", policies.identity)
        self._boundary = self._layer("boundary", {"": policies.boundary}) if policies.boundary else None
        self._session = self._layer("session", {"": policies.session}) if policies.session else None

    def _levels(self, kind: Kind, levels: Any) -> list[_Layer]:
        return [self._layer(kind, _numbered(number, level)) for number, level in enumerate(levels or (), 1)]

    def _layer(self, kind: Kind, documents: Mapping[str, Any]) -> _Layer:
        read = identity_policy if kind in _OF_IDENTITIES else policy
        found = [each for name, document in documents.items() for each in self._reasons(kind, name, read(document))]
        return _Layer(kind, next(iter(documents), ""), tuple(found))

    def _reasons(self, kind: Kind, name: str, document: Policy) -> Iterator[tuple[Reason, Named]]:
        for statement in document.statements:
            found = applies(statement, self._request, has_boundary=self._policies.boundary is not None)
            if isinstance(found, Match):
                yield Reason(kind, name, statement), found.named
            else:
                yield Reason(kind, name, statement, found), ""

    @property
    def _layers(self) -> list[_Layer]:
        rest = [self._resource, self._identity, self._boundary, self._session]
        return [*self._rcps, *self._scps, *(layer for layer in rest if layer is not None)]

    def decision(self) -> Decision:
        """The outcome: a denial first, then control policies, then whoever may allow."""
        for layer in self._layers:
            for reason, _ in layer.having("Deny"):
                why = f"{reason}, and a denial is stronger than any allowance."
                return self._decided("explicitDeny", reason, why=why)
        for level in (*self._rcps, *self._scps):
            if level.allowance is None:
                return self._lacks(level.kind, f"no {KINDS[level.kind]} {level.name} allows it.")
        return self._by_resource() or self._by_identity()

    def _by_resource(self) -> Decision | None:
        """What the resource's own policy decides by itself; None where the principal's policies are asked."""
        if granted := self._grant():
            return self._decided("allowed", granted, why=f"{granted}.")
        allowing = list(self._resource.having("Allow"))
        if allowing and self._is_restricted:
            why = "the bucket policy is public, and RestrictPublicBuckets leaves it to the bucket's own account."
            return self._lacks("publicAccessBlock", why)
        if not self._request.who.account:
            return self._from_nowhere(allowing)
        if self._request.crosses_accounts:
            return self._from_elsewhere(allowing)
        return self._from_here(allowing)

    def _from_nowhere(self, allowing: list[tuple[Reason, Named]]) -> Decision:
        """A service, or somebody unknown, has no policies of its own."""
        if allowing:
            return self._decided("allowed", allowing[0][0], why=f"{allowing[0][0]}.")
        who = "a service" if self._request.who.is_service else "somebody unknown"
        return self._lacks("resource", f"only a resource policy could allow it to {who}, and none does.")

    def _from_elsewhere(self, allowing: list[tuple[Reason, Named]]) -> Decision | None:
        """Somebody of another account: both accounts must allow it."""
        if allowing:
            return None
        why = f"account {self._request.owner}, which owns the resource, does not allow it: across accounts both must."
        return self._lacks("resource", why)

    def _from_here(self, allowing: list[tuple[Reason, Named]]) -> Decision | None:
        """Somebody of the resource's own account: how the policy names them says what else counts."""
        for reason, named in allowing:
            if named in DIRECTLY:
                return self._decided("allowed", reason, why=f"{reason}.")
        for reason, named in allowing:
            if named == "role":
                return self._within_limits(reason)
        if self._must_be_named and not allowing:
            return self._lacks("resource", _NOT_NAMED[self._request.service].format(who=self._request.principal))
        return None

    def _by_identity(self) -> Decision:
        """What the principal's own policies decide, within boundary and session policy."""
        request = self._request
        if request.who.is_root:
            reason = Reason("root", "", None, note="the root user may do everything in its account")
            return self._decided("allowed", reason, why="the root user may do everything that no policy denies.")
        if request.who.kind == "federated-user" and self._session is None:
            # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
            return self._lacks("session", f"{request.principal} has no session policy, without which it has no rights.")
        allowance = self._identity.allowance
        if allowance is None:
            whose = f"no identity policy of {request.principal} allows it"
            delegated = ", though the resource's policy leaves it to them" if self._resource.allowance else ""
            return self._lacks("identity", f"{whose}{delegated}.")
        return self._within_limits(allowance)

    def _within_limits(self, allowance: Reason) -> Decision:
        for layer in (self._boundary, self._session):
            if layer is not None and layer.allowance is None:
                why = f"{allowance}, but the {KINDS[layer.kind]} does not: it grants nothing, it only limits."
                return self._lacks(layer.kind, why)
        return self._decided("allowed", allowance, why=f"{allowance}.")

    @property
    def _must_be_named(self) -> bool:
        """Whether nobody may use the resource whom its own policy does not name, if only by the account."""
        is_asked = self._request.service == "kms" or self._request.action.lower().startswith(TRUSTING)
        return is_asked and self._policies.resource is not None

    @property
    def _is_restricted(self) -> bool:
        """Whether S3 leaves a public bucket policy to the bucket's account and to services."""
        settings, who = self._policies.public_access_block or {}, self._request.who
        if not settings.get("RestrictPublicBuckets") or who.is_service or who.account == self._request.owner:
            return False
        document = self._policies.resource
        if isinstance(document, str):
            document = json.loads(document)
        return isinstance(document, Mapping) and next(public_statements(document), None) is not None

    def _grant(self) -> Reason | None:
        operation = self._request.action.partition(":")[2]
        for grant in self._policies.grants:
            is_theirs = grant.grantee in (self._request.principal, self._request.who.role)
            if is_theirs and operation in grant.operations and _constrained(grant, self._request):
                return Reason("grant", "", None, note=f"it lets {grant.grantee} {operation}")
        return None

    def _decided(self, outcome: Outcome, reason: Reason, *, why: str) -> Decision:
        decision = Decision(self._request, outcome, self._all_reasons(), reason, None, _sentence(why))
        return decision if outcome == "allowed" else replace(decision, change=smallest(decision))

    def _lacks(self, kind: Kind, why: str) -> Decision:
        decision = Decision(self._request, "implicitDeny", self._all_reasons(), None, kind, _sentence(why))
        return replace(decision, change=smallest(decision))

    def _all_reasons(self) -> tuple[Reason, ...]:
        return tuple(reason for layer in self._layers for reason, _ in layer.reasons)


_NOT_NAMED = {
    "kms": "the key policy neither names {who} nor hands the key to the account's IAM policies.",
    "sts": "the role's trust policy does not name {who}.",
}
"""Services whose resources belong to their own policy first, and what is missing there."""


def _numbered(level: int, documents: Iterable[Any]) -> dict[str, Any]:
    """The policies of a level by a name each; those given by name keep it."""
    named = documents.items() if isinstance(documents, Mapping) else enumerate(documents, 1)
    return {f"{name} of level {level}": document for name, document in named}


def _constrained(grant: Grant, request: Request) -> bool:
    """Whether the encryption context is what the grant asks for."""
    prefix = "kms:encryptioncontext:"
    given = {key.removeprefix(prefix): values[0] for key, values in request.keys.items() if key.startswith(prefix)}
    equals = {key.lower(): value for key, value in (grant.context_equals or {}).items()}
    subset = {key.lower(): value for key, value in (grant.context_subset or {}).items()}
    return (grant.context_equals is None or given == equals) and subset.items() <= given.items()


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
