import pytest

from patterns.iam.public_access import is_for_everybody, limits, public_statements


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


def open_to_all(**condition):
    return is_for_everybody(policy(**condition)["Statement"][0])


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"StringNotEquals": {"aws:SourceAccount": "111122223333"}},
        {"ArnLike": {"aws:SourceArn": "*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:*:*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        {"StringEquals": {"aws:PrincipalTag/team": "data"}},
        {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}},
        {"Null": {"aws:SourceArn": "false"}},
    ],
)
def test_a_condition_that_limits_nobody_leaves_a_policy_open(condition):
    assert open_to_all(**condition)


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:one-bucket"}},
        {"StringLike": {"aws:userid": "AROAEXAMPLE:*"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}},
        {"StringEquals": {"kms:CallerAccount": "111122223333"}},
        {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"ArnLike": {"aws:SourceArn": "*"}, "StringEquals": {"AWS:SourceAccount": "111122223333"}},
    ],
)
def test_a_condition_that_says_who_closes_it(condition):
    assert not open_to_all(**condition)


def test_only_the_keys_that_are_asked_for_limit():
    statement = policy(StringEquals={"aws:SourceAccount": "111122223333"})["Statement"][0]

    assert limits(statement, {"aws:sourceaccount"})
    assert not limits(statement, {"aws:sourcearn"})
