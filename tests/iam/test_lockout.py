import pytest

from patterns.iam.lockout import locks_out

ACCOUNT = "123456789012"
ROOT, ADMIN = f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:iam::{ACCOUNT}:role/admin"
OTHER = "arn:aws:iam::210987654321:root"


def statement(principal=ROOT, action="kms:*", effect="Allow", **more):
    return {"Effect": effect, "Principal": {"AWS": principal}, "Action": action, "Resource": "*", **more}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.mark.parametrize(
    "document",
    [
        policy(statement()),
        policy(statement([OTHER, ACCOUNT])),
        policy(statement("*", "*")),
        policy(statement(ADMIN, "kms:Put*")),
        policy(statement(ADMIN, ["kms:Decrypt", "KMS:putkeypolicy"])),
        policy({"Effect": "Allow", "Principal": "*", "NotAction": "kms:Decrypt", "Resource": "*"}),
        policy(statement(), statement(ADMIN, effect="Deny")),
        policy(statement(), statement("*", "kms:Decrypt", "Deny")),
        policy(statement(), statement("*", effect="Deny", Condition={"Bool": {"aws:SecureTransport": "false"}})),
        {"Statement": statement()},
    ],
)
def test_a_policy_that_somebody_may_change_locks_nobody_out(document):
    assert not locks_out(document, ACCOUNT)


@pytest.mark.parametrize(
    "document",
    [
        policy(),
        policy(statement(ADMIN, ["kms:Decrypt", "kms:GenerateDataKey"])),
        policy(statement(OTHER)),
        policy(statement(ADMIN, "s3:*")),
        policy({"Effect": "Allow", "Principal": "*", "NotAction": "kms:Put*", "Resource": "*"}),
        policy(statement(), statement(ROOT, effect="Deny")),
        policy(statement(ADMIN), statement(ADMIN, "kms:PutKeyPolicy", "Deny")),
        policy({"Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "kms:*"}),
        policy(statement(effect="allow")),
    ],
)
def test_a_policy_that_nobody_may_change_locks_out(document):
    assert locks_out(document, ACCOUNT)
