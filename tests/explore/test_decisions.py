"""The table of decisions."""

from patterns.explore.decisions import decision_table
from patterns.iam import Policies, Request

OBJECT = "arn:aws:s3:::data/a.txt"
ROLE, ADMIN = "arn:aws:iam::123456789012:role/app", "arn:aws:iam::123456789012:role/admin"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Private",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": "arn:aws:s3:::data/*",
            "Condition": {"StringEquals": {"s3:x-amz-acl": "private"}},
        },
        {"Sid": "Keep", "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"},
    ],
}


def test_each_call_has_its_outcome_and_the_statement_or_condition_behind_it():
    requests = [
        Request(ROLE, "s3:PutObject", OBJECT, context={"s3:x-amz-acl": "private"}),
        Request(ROLE, "s3:GetObject", OBJECT),
        Request(ROLE, "s3:DeleteObject", OBJECT),
        Request(ROLE, "s3:ListBucket", "arn:aws:s3:::data"),
    ]

    table = decision_table(Policies(identity={"app": POLICY}), requests)

    assert table.headings == ("action", "resource", "with", "outcome", "because of")
    assert table.rows == (
        ("s3:PutObject", OBJECT, "s3:x-amz-acl: private", "allowed", "identity policy app, Private"),
        (
            "s3:GetObject",
            OBJECT,
            "",
            "not allowed",
            "its condition wants s3:x-amz-acl StringEquals private, which is not in the request",
        ),
        ("s3:DeleteObject", OBJECT, "", "denied by", "identity policy app, Keep"),
        (
            "s3:ListBucket",
            "arn:aws:s3:::data",
            "",
            "not allowed",
            "No identity policy of arn:aws:iam::123456789012:role/app allows it.",
        ),
    )


def test_what_every_request_carries_is_not_told():
    tls = {"aws:SecureTransport": True}
    requests = [Request(ROLE, action, OBJECT, context=tls) for action in ("s3:GetObject", "s3:DeleteObject")]

    assert "with" not in decision_table(Policies(identity={"app": POLICY}), requests).headings


def test_who_asks_is_told_where_several_do():
    table = decision_table(
        Policies(identity={"app": POLICY}), [Request(who, "s3:GetObject", OBJECT) for who in (ROLE, ADMIN)]
    )

    assert [row[0] for row in table.rows] == ["app", "admin"]
