import pytest

from patterns.iam.service_access import ServiceRequest, is_allowed

REQUEST = ServiceRequest(
    "logging.s3.amazonaws.com",
    "s3:PutObject",
    "arn:aws:s3:::logs/access/2026-01-01",
    {"aws:SourceArn": "arn:aws:s3:::data", "aws:SourceAccount": "123456789012", "aws:SecureTransport": "true"},
)
ALLOW = {
    "Effect": "Allow",
    "Principal": {"Service": "logging.s3.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::logs/access/*",
}
EVERYBODY = ALLOW | {"Effect": "Deny", "Principal": "*"}


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        ({}, True),
        ({"Action": ["s3:GetObject", "S3:put*"]}, True),
        ({"Action": "s3:GetObject"}, False),
        ({"Resource": "arn:aws:s3:::logs/*"}, True),
        ({"Resource": "arn:aws:s3:::logs/other/*"}, False),
        ({"Resource": "arn:aws:s3:::logs"}, False),
        ({"Principal": {"Service": ["a.amazonaws.com", "logging.s3.amazonaws.com"]}}, True),
        ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, False),
        ({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}, False),
        ({"Principal": "*"}, True),
        ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::da*"}}}, True),
        ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:*"}}}, False),
        ({"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::other"}}}, False),
        ({"Condition": {"StringEquals": {"AWS:sourceaccount": ["1", "123456789012"]}}}, True),
        ({"Condition": {"StringEquals": {"aws:SourceAccount": "999999999999"}}}, False),
        ({"Condition": {"StringNotEquals": {"aws:SourceAccount": "999999999999"}}}, True),
        ({"Condition": {"StringEquals": {"aws:SourceOrgID": "o-1"}}}, False),
        ({"Condition": {"StringEqualsIfExists": {"aws:SourceOrgID": "o-1"}}}, True),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, True),
        ({"Condition": {"Null": {"aws:SourceVpc": "true"}}}, True),
        ({"Condition": {"NumericLessThan": {"s3:max-keys": "10"}}}, False),
        ({"Effect": "Deny"}, False),
    ],
)
def test_a_statement_allows_what_all_its_parts_say(change, allowed):
    assert is_allowed({"Statement": ALLOW | change}, REQUEST) is allowed


@pytest.mark.parametrize(
    ("denial", "allowed"),
    [
        (EVERYBODY, False),
        (EVERYBODY | {"Principal": {"AWS": "*"}}, False),
        (EVERYBODY | {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}, True),
        (EVERYBODY | {"Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}, False),
        (EVERYBODY | {"Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}, False),
        (EVERYBODY | {"NotAction": "s3:Put*", "Action": "s3:DeleteObject"}, True),
        ({"Effect": "Deny", "Principal": "*", "NotAction": "s3:Put*", "Resource": "*"}, True),
        ({"Effect": "Deny", "Principal": "*", "NotAction": "s3:Get*", "Resource": "*"}, False),
        ({"Effect": "Deny", "NotPrincipal": {"Service": REQUEST.service}, "Action": "*", "Resource": "*"}, True),
    ],
)
def test_a_denial_wins_where_it_concerns_the_request(denial, allowed):
    assert is_allowed({"Statement": [ALLOW, denial]}, REQUEST) is allowed


def test_no_policy_allows_nothing():
    assert is_allowed({}, REQUEST) is False
