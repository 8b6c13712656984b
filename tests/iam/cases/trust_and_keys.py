"""Role trust policies, key policies and grants: resources that belong to their own policy first."""

from patterns.iam import Grant
from tests.iam.case_table import (
    ALLOWED,
    EXPLICIT,
    FAR_ROOT,
    FAR_USER,
    FULL,
    GRANTS,
    HERE,
    IMPLICIT,
    KEY,
    KEY_POLICIES,
    KMS,
    LOGIC,
    ROLE,
    ROOT,
    SESSION,
    TAGGING,
    THERE,
    TRUST,
    TRUSTED,
    USER,
    allow,
    case,
    deny,
    policy,
    to,
)  # fmt: skip

TITLE = "Trust policies, key policies, grants"
LAMBDA = "lambda.amazonaws.com"
MAY_ASSUME, MAY_DECRYPT = [allow("sts:AssumeRole", TRUSTED)], [allow("kms:Decrypt", KEY)]
DECRYPT = frozenset({"Decrypt"})
VIA_S3 = {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}
EXTERNAL = {"StringEquals": {"sts:ExternalId": "42"}}


def trusting(*principals, action="sts:AssumeRole", effect="Allow", **more):
    return policy(*({"Effect": effect, "Principal": principal, "Action": action, **more} for principal in principals))


def assume(claim, outcome, trust, by=USER, *, action="sts:AssumeRole", page=TRUST, **about):
    return case(claim, outcome, page, by=by, action=action, on=TRUSTED, resource=trust, **about)


def decrypt(claim, outcome, key, by=ROLE, *, page=KMS, **about):
    return case(claim, outcome, page, by=by, action="kms:Decrypt", on=KEY, resource=key, **about)


def granted(claim, outcome, grant, by=ROLE, *, key=None, page=GRANTS, **about):
    return decrypt(claim, outcome, key or to({"AWS": "arn:aws:iam::123456789012:user/nobody"}, "kms:*"), by, page=page,
                   grants=(grant,), **about)  # fmt: skip


RED, BLUE = ({"kms:EncryptionContext:app": one} for one in ("red", "blue"))
CASES = [
    assume("A trust policy that names the user is enough in its account", ALLOWED, trusting({"AWS": USER})),
    assume("A trust policy that names the account needs an identity policy too", IMPLICIT, trusting({"AWS": ROOT})),
    assume("Trust of the account and an identity policy", ALLOWED, trusting({"AWS": ROOT}), identity=MAY_ASSUME),
    assume("An identity policy without trust is not enough", IMPLICIT, trusting({"Service": LAMBDA}), page=LOGIC,
           identity=MAY_ASSUME),
    assume("A trusted service assumes the role", ALLOWED, trusting({"Service": LAMBDA}), LAMBDA),
    assume("Another service does not", IMPLICIT, trusting({"Service": LAMBDA}), "ec2.amazonaws.com"),
    assume("One of several trusted services", ALLOWED, trusting({"Service": ["ec2.amazonaws.com", LAMBDA]}), LAMBDA),
    assume("A role in its own trust policy assumes itself", ALLOWED, trusting({"AWS": ROLE}), SESSION),
    assume("Another account, trusted, with an identity policy", ALLOWED, trusting({"AWS": THERE}), FAR_USER,
           identity=MAY_ASSUME),
    assume("Another account, trusted, without an identity policy", IMPLICIT, trusting({"AWS": THERE}), FAR_USER),
    assume("A user of another account named by the trust policy needs an identity policy too", IMPLICIT,
           trusting({"AWS": FAR_USER}), FAR_USER),
    assume("Another account that nobody trusts", IMPLICIT, trusting({"AWS": ROOT}), FAR_USER, identity=MAY_ASSUME),
    assume("The external id is right", ALLOWED, trusting({"AWS": THERE}, Condition=EXTERNAL), FAR_USER,
           identity=MAY_ASSUME, context={"sts:ExternalId": "42"}),
    assume("The external id is wrong", IMPLICIT, trusting({"AWS": THERE}, Condition=EXTERNAL), FAR_USER,
           identity=MAY_ASSUME, context={"sts:ExternalId": "43"}),
    assume("The external id is missing", IMPLICIT, trusting({"AWS": THERE}, Condition=EXTERNAL), FAR_USER,
           identity=MAY_ASSUME),
    assume("A denial in the trust policy", EXPLICIT, policy(*trusting({"AWS": USER})["Statement"],
           *trusting("*", effect="Deny")["Statement"])),
    assume("Tagging the session must be allowed by trust as well", IMPLICIT, trusting({"AWS": ROOT}),
           action="sts:TagSession", page=TAGGING, identity=[allow("sts:*")]),
    assume("Tagging the session, allowed by trust", ALLOWED,
           trusting({"AWS": ROOT}, action=["sts:AssumeRole", "sts:TagSession"]), action="sts:TagSession", page=TAGGING,
           identity=[allow("sts:*")]),
    decrypt("A key policy that names the role is enough", ALLOWED, to({"AWS": ROLE}, "kms:Decrypt")),
    decrypt("A key policy that names the account leaves it to identity policies", IMPLICIT, to({"AWS": ROOT}, "kms:*"),
            page=KEY_POLICIES),
    decrypt("Key policy for the account and an identity policy", ALLOWED, to({"AWS": ROOT}, "kms:*"),
            identity=MAY_DECRYPT, page=KEY_POLICIES),
    decrypt("An identity policy that the key policy gives no say", IMPLICIT, to({"AWS": USER}, "kms:*"),
            identity=MAY_DECRYPT, page=KEY_POLICIES),
    decrypt("The root user has no right to a key that does not name its account", IMPLICIT, to({"AWS": USER}, "kms:*"),
            ROOT, page=KEY_POLICIES),
    decrypt("The root user of an account the key names", ALLOWED, to({"AWS": HERE}, "kms:*"), ROOT, page=KEY_POLICIES),
    decrypt("A key policy that hands the account fewer actions", IMPLICIT, to({"AWS": ROOT}, "kms:Describe*"),
            identity=MAY_DECRYPT),
    decrypt("A denial in the key policy", EXPLICIT,
            policy(allow("kms:*", Principal={"AWS": ROOT}), deny("kms:Decrypt", Principal="*")), identity=MAY_DECRYPT),
    decrypt("Another account, named by the key, with an identity policy", ALLOWED, to({"AWS": FAR_ROOT}, "kms:Decrypt"),
            FAR_USER, identity=MAY_DECRYPT),
    decrypt("Another account, named by the key, without an identity policy", IMPLICIT, to({"AWS": FAR_ROOT}, "kms:*"),
            FAR_USER),
    decrypt("A key for one service only, through it", ALLOWED,
            to({"AWS": ROLE}, "kms:Decrypt", Condition=VIA_S3),
            context=VIA_S3["StringEquals"]),
    decrypt("A key for one service only, called directly", IMPLICIT,
            to({"AWS": ROLE}, "kms:Decrypt", Condition=VIA_S3)),
    granted("A grant is enough by itself", ALLOWED, Grant(ROLE, DECRYPT)),
    granted("A grant to the role is for its sessions", ALLOWED, Grant(ROLE, DECRYPT), SESSION),
    granted("A grant to somebody else", IMPLICIT, Grant(USER, DECRYPT)),
    granted("A grant of another operation", IMPLICIT, Grant(ROLE, frozenset({"Encrypt"}))),
    granted("A denial is stronger than a grant", EXPLICIT, Grant(ROLE, DECRYPT), identity=[deny("kms:*")]),
    granted("A key policy's denial is stronger than a grant", EXPLICIT, Grant(ROLE, DECRYPT),
            key=policy(deny("kms:*", Principal="*"))),
    granted("A grant with an equal encryption context", ALLOWED, Grant(ROLE, DECRYPT, {"app": "red"}), context=RED),
    granted("A grant with another encryption context", IMPLICIT, Grant(ROLE, DECRYPT, {"app": "red"}), context=BLUE),
    granted("A grant that wants an encryption context, and a call without", IMPLICIT,
            Grant(ROLE, DECRYPT, {"app": "red"})),
    granted("An equal context has no further pairs", IMPLICIT, Grant(ROLE, DECRYPT, {"app": "red"}),
            context={**RED, "kms:EncryptionContext:user": "ann"}),
    granted("A context that contains the wanted pairs", ALLOWED, Grant(ROLE, DECRYPT, None, {"app": "red"}),
            context={**RED, "kms:EncryptionContext:user": "ann"}),
    granted("A context that does not contain them", IMPLICIT, Grant(ROLE, DECRYPT, None, {"app": "red"}), context=BLUE),
    granted("A control policy's denial is stronger than a grant", EXPLICIT, Grant(ROLE, DECRYPT),
            scps=[[FULL, policy(deny("kms:*"))]]),
]  # fmt: skip
