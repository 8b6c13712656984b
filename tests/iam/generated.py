"""Requests and policies drawn from a vocabulary so small that everything collides often; the same seed, the same cases.

Left out is what AWS's pages leave open: a NotPrincipal that names part of what stands for somebody, values that an
operator cannot read, a key with several values under an operator for one, and grants beside boundaries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from patterns.iam import Grant, Policies, Request
from tests.iam.drawn_conditions import condition, context

if TYPE_CHECKING:
    from random import Random

HERE, THERE = "123456789012", "210987654321"
ANN, BOB, EVE = f"arn:aws:iam::{HERE}:user/ann", f"arn:aws:iam::{HERE}:user/team/bob", f"arn:aws:iam::{THERE}:user/eve"
ROLE, FAR_ROLE = f"arn:aws:iam::{HERE}:role/app", f"arn:aws:iam::{THERE}:role/far"
SESSION, OTHER_SESSION = (f"arn:aws:sts::{HERE}:assumed-role/app/{name}" for name in ("one", "two"))
FAR_SESSION = f"arn:aws:sts::{THERE}:assumed-role/far/one"
FEDERATED = f"arn:aws:sts::{HERE}:federated-user/guest"
ROOT, FAR_ROOT = f"arn:aws:iam::{HERE}:root", f"arn:aws:iam::{THERE}:root"
SNS, LOGS = "sns.amazonaws.com", "logging.s3.amazonaws.com"
PRINCIPALS = (
    *(ANN, BOB, ROLE, SESSION, SESSION, OTHER_SESSION, EVE, FAR_SESSION),
    *(FEDERATED, ROOT, FAR_ROOT, SNS, LOGS, "*"),
)
NAMED = (ANN, BOB, ROLE, SESSION, EVE, FAR_ROLE, FAR_SESSION, FEDERATED, ROOT, HERE, FAR_ROOT, THERE, "*", "*")
CHAINS: tuple[list[str], ...] = (
    *([HERE, ANN], [ROOT, BOB], [ROOT, ROLE, SESSION]),
    *([FAR_ROOT, EVE], [THERE, FAR_ROLE, FAR_SESSION], [ROOT], []),
)


@dataclass(frozen=True)
class Kind:
    """A kind of resource: what is asked of it, and how policies name that."""

    asked: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]
    resources: tuple[str, ...]


BUCKET, QUEUE = "arn:aws:s3:::data", f"arn:aws:sqs:us-east-1:{HERE}:work"
KEY, TRUSTED = f"arn:aws:kms:us-east-1:{HERE}:key/1", f"arn:aws:iam::{HERE}:role/trusted"
KINDS = {
    "s3": Kind(
        (
            *(("s3:GetObject", f"{BUCKET}/ann/a"), ("s3:GetObject", f"{BUCKET}/b"), ("s3:PutObject", f"{BUCKET}/red")),
            *(("S3:getobject", f"{BUCKET}/B"), ("s3:ListBucket", BUCKET), ("s3:GetObject", f"{BUCKET}/a*b")),
        ),
        ("s3:GetObject", "s3:getOBJECT", "s3:Get*", "s3:?etObject", "s3:PutObject", "s3:*", "*", "s3:List*", "sqs:*"),
        (
            *(f"{BUCKET}/*", f"{BUCKET}/b", f"{BUCKET}/B", "*", BUCKET, f"{BUCKET}*", f"{BUCKET}/?", "arn:aws:s3:::*a"),
            *(f"{BUCKET}/${{aws:username}}/*", f"{BUCKET}/${{aws:username, 'ann'}}/*", f"{BUCKET}/a${{*}}b"),
            *(f"{BUCKET}/${{aws:PrincipalTag/team}}", f"{BUCKET}/${{aws:PrincipalTag/other,'b'}}"),
        ),
    ),
    "sqs": Kind(
        (("sqs:SendMessage", QUEUE), ("sqs:ReceiveMessage", QUEUE)),
        ("sqs:SendMessage", "sqs:*", "SQS:Receive*", "*", "s3:*"),
        (QUEUE, "*", f"arn:aws:sqs:*:{HERE}:work", f"{QUEUE}er", "arn:aws:sqs:*"),
    ),
    "kms": Kind(
        (("kms:Decrypt", KEY), ("kms:Encrypt", KEY)),
        ("kms:Decrypt", "kms:*", "kms:*crypt", "*", "kms:Encrypt"),
        (KEY, "*", f"arn:aws:kms:*:{HERE}:key/*", f"arn:aws:kms:*:{THERE}:key/*"),
    ),
    "sts": Kind(
        (("sts:AssumeRole", TRUSTED), ("sts:TagSession", TRUSTED)),
        ("sts:AssumeRole", "sts:*", "sts:assume*", "*", "sts:TagSession"),
        (TRUSTED, "*", f"arn:aws:iam::{HERE}:role/*", f"arn:aws:iam::{HERE}:role/other"),
    ),
    "none": Kind((("s3:ListAllMyBuckets", "*"), ("sqs:ListQueues", "*")), ("s3:List*", "*", "sqs:*"), ("*", BUCKET)),
}


class Drawing:
    """Draws one case; every choice is from one seeded source."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._kind_name = self._one(("s3", "s3", "s3", "sqs", "kms", "sts", "none"))
        self._kind = KINDS[self._kind_name]

    def _one(self, choices):
        return self._random.choice(choices)

    def _often(self, share: float) -> bool:
        return self._random.random() < share

    def _some(self, choices):
        """One value, or a list of one to three."""
        if self._often(0.6):
            return self._one(choices)
        return [self._one(choices) for _ in range(self._random.randint(1, 3))]

    def case(self) -> tuple[Request, Policies]:
        """A request, and every policy that may have a say."""
        request = self._request()
        has_own = request.who.account != ""
        is_session = request.who.kind in ("assumed-role", "federated-user")
        is_limited = has_own and not request.who.is_root
        grants = self._grants(request) if self._kind_name == "kms" and self._often(0.3) else ()
        return request, Policies(
            identity={f"p{number}": self.policy() for number in range(self._random.randint(0, 2))} if has_own else {},
            resource=self._resource_policy(),
            boundary=self.policy(mostly="Allow") if is_limited and not grants and self._often(0.25) else None,
            session=self.policy(mostly="Allow") if is_session and not grants and self._often(0.4) else None,
            scps=self._levels() if self._often(0.25) else None,
            rcps=self._levels(Principal="*") if self._kind_name != "none" and self._often(0.25) else None,
            grants=grants,
            public_access_block=self._blocks() if self._kind_name == "s3" and self._often(0.4) else None,
        )

    def _request(self) -> Request:
        action, resource = self._one(self._kind.asked)
        known: tuple[str, ...] = PRINCIPALS[:-3] if self._kind_name == "none" else PRINCIPALS
        # The root user cannot assume a role.
        known = tuple(one for one in known if not one.endswith(":root")) if self._kind_name == "sts" else known
        owner = None if self._kind_name == "none" else HERE
        return Request(self._one(known), action, resource, owner, context(self._random))

    def policy(self, mostly: str = "", **elements):
        """A document of one to three statements."""
        statements = [self.statement(mostly, **elements) for _ in range(self._random.randint(1, 3))]
        version = {} if self._often(0.05) else {"Version": "2008-10-17" if self._often(0.1) else "2012-10-17"}
        return {**version, "Statement": statements[0] if len(statements) == 1 and self._often(0.3) else statements}

    def statement(self, mostly: str = "", **elements):
        """One statement, of the kind of resource that is asked about."""
        found = {"Effect": "Deny" if self._often(0.08 if mostly else 0.15) else "Allow", **elements}
        found["NotAction" if self._often(0.1) else "Action"] = self._some(self._kind.actions)
        found["NotResource" if self._often(0.1) else "Resource"] = self._some(self._kind.resources)
        if self._often(0.4):
            found["Condition"] = condition(self._random)
        return found

    def _resource_policy(self):
        if self._kind_name == "none" or (self._kind_name in ("s3", "sqs") and self._often(0.4)):
            return None
        document = self.policy()
        statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
        return {**document, "Statement": [self._for_somebody(statement) for statement in statements]}

    def _for_somebody(self, statement):
        if self._kind_name == "sts":
            statement = {name: value for name, value in statement.items() if "Resource" not in name}
        elif statement["Effect"] == "Deny" and self._often(0.3):
            chains = [name for _ in range(self._random.randint(1, 2)) for name in self._one(CHAINS)]
            return {**statement, "NotPrincipal": {"AWS": chains or [ROOT], "Service": SNS}}
        return {**statement, "Principal": self._principal()}

    def _principal(self):
        drawn = self._random.random()
        if drawn < 0.15:
            return "*"
        if drawn < 0.3:
            return {"Service": self._some((SNS, LOGS))}
        if drawn < 0.4:
            return {"AWS": self._some(NAMED), "Service": SNS}
        return {"AWS": self._some(NAMED)}

    def _levels(self, **elements):
        """One to three levels, most of which let everything pass, as AWS's own policy does."""
        full = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", **elements}}
        levels = [[full] if self._often(0.8) else [] for _ in range(self._random.randint(1, 3))]
        for level in levels:
            if not level or self._often(0.3):
                level.append(self.policy(**elements))
        return levels

    def _grants(self, request: Request) -> tuple[Grant, ...]:
        operations = frozenset(self._one((("Decrypt",), ("Encrypt",), ("Decrypt", "Encrypt"))))
        limits = self._one(({}, {"context_equals": {"app": "red"}}, {"context_subset": {"app": "red"}}))
        own = (request.principal, request.who.role or ANN) if request.who.account else (ANN,)
        return (Grant(self._one((*own, ROLE, EVE)), operations, **limits),)

    def _blocks(self):
        return {"RestrictPublicBuckets": self._often(0.8), "BlockPublicPolicy": self._often(0.5)}


def case(random: Random) -> tuple[Request, Policies]:
    """One request with its policies."""
    return Drawing(random).case()


def malformed(random: Random) -> tuple[Request, Policies]:
    """A case with one policy that IAM would refuse."""
    request, policies = case(random)
    good = Drawing(random).statement()
    broken = random.choice(
        (
            *({**good, "Effect": "Maybe"}, {**good, "Effect": None}, {"Effect": "Allow", "Resource": "*"}),
            *({**good, "Extra": 1}, {**good, "Action": []}, {**good, "Action": 1}, {**good, "Action": "GetObject"}),
            *({**good, "Condition": {"StringIs": {"a": "b"}}}, {**good, "Condition": "always"}, "text", 1, None),
            *({**good, "Condition": {"NullIfExists": {"a": "b"}}}, {**good, "Condition": {"Bool": "true"}}),
            *({**good, "Condition": {"ForSomeValues:Bool": {"a": "true"}}}, {**good, "Action": "*", "NotAction": "*"}),
            *({**good, "Resource": "*", "NotResource": "*"}, {**good, "Principal": "*", "NotPrincipal": "*"}),
            *({**good, "Principal": {"Users": "x"}}, {**good, "Principal": {}}, {**good, "Principal": "ann"}),
            *({**good, "Sid": ["a"]}, {**good, "Principal": {"AWS": 5}}, {**good, "Condition": {"Bool": {"a": {}}}}),
            *(
                {**good, "Resource": {"a": 1}},
                {**good, "Condition": {"Bool": {"a": [None]}}},
                {**good, "Action": "a:b:c"},
            ),
        )
    )
    document = random.choice(
        (
            *({"Version": "2012-10-17", "Statement": [good, broken]}, {"Statement": broken}),
            *({"Version": "2013-10-17", "Statement": [good]}, {"Version": "2012-10-17"}, "{", "[]", 7, [good], '"x"'),
            *({"Statement": [good], "Effect": "Allow"}, {"Statement": [{**good, "Sid": "a"}, {**good, "Sid": "a"}]}),
            *({"Statement": None}, {"Version": ["2012-10-17"], "Statement": [good]}),
        )
    )
    return request, Policies(
        identity={"good": Drawing(random).policy(), "broken": document}, resource=policies.resource
    )
