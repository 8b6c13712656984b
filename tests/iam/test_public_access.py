import pytest

from patterns.iam.public_access import public_statements


def policy(principal="*", effect="Allow", **condition):
    statement = {"Effect": effect, "Principal": principal, "Action": "s3:GetObject", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}


@pytest.mark.parametrize(
    "document",
    [
        policy(),
        policy({"AWS": "*"}),
        policy({"AWS": ["arn:aws:iam::123456789012:root", "*"]}),
        policy(StringEquals={"aws:PrincipalTag/team": "data"}),
        policy(StringNotEquals={"aws:SourceVpce": "vpce-1"}),
        policy(StringLike={"aws:PrincipalOrgID": "o-*"}),
        policy(StringLike={"aws:userid": "${aws:userid}"}),
        policy(StringEqualsIfExists={"aws:SourceVpce": "vpce-1"}),
        policy(**{"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1/"}}),
        policy(IpAddress={"aws:SourceIp": "0.0.0.0/1"}),
        policy(IpAddress={"aws:SourceIp": ["10.0.0.0/8", "::/0"]}),
        policy(IpAddress={"aws:SourceIp": "everywhere"}),
        policy(StringEquals="malformed"),
        {"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "*"}},
    ],
)
def test_a_statement_for_everybody_without_a_fixed_limit_is_public(document):
    assert list(public_statements(document)) == [0]


@pytest.mark.parametrize(
    "document",
    [
        policy(effect="Deny"),
        policy("arn:aws:iam::123456789012:root"),
        policy({"Service": "logging.s3.amazonaws.com"}),
        policy(StringEquals={"aws:SourceVpce": "vpce-1"}),
        policy(StringEquals={"AWS:PrincipalOrgID": ["o-1", "o-2"]}),
        policy(ArnLike={"aws:SourceArn": "arn:aws:s3:::data"}),
        policy(**{"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1/"}}),
        policy(IpAddress={"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"]}),
        policy(IpAddress={"aws:SourceIp": "2001:db8::/32"}),
        policy(StringEquals={"aws:SourceAccount": "123456789012"}, Bool={"aws:SecureTransport": "true"}),
    ],
)
def test_a_statement_for_some_or_with_a_fixed_limit_is_not_public(document):
    assert list(public_statements(document)) == []


def test_every_public_statement_is_named_by_its_position():
    document = {"Statement": [*policy(effect="Deny")["Statement"], *policy()["Statement"], *policy()["Statement"]]}

    assert list(public_statements(document)) == [1, 2]


@pytest.mark.parametrize("document", [{}, {"Statement": None}, {"Statement": "x"}, {"Statement": [None, 1]}])
def test_what_is_no_policy_is_not_public(document):
    assert list(public_statements(document)) == []
