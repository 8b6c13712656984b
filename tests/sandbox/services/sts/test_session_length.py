import pytest

from tools.receivers import ACCOUNT, make_person
from tools.rights import refusal

ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"
TOO_LONG = ("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


@pytest.fixture
def assume(aws):
    make_person(aws, "reader")
    return aws.client("sts").assume_role


def test_a_session_lasts_no_longer_than_its_role_allows(aws, assume):
    named = {"RoleArn": ROLE, "RoleSessionName": "ann"}

    assert refusal(assume, **named, DurationSeconds=3601) == TOO_LONG
    assert assume(**named, DurationSeconds=3600)["Credentials"]
    aws.client("iam").update_role(RoleName="reader", MaxSessionDuration=7200)
    assert assume(**named, DurationSeconds=7200)["Credentials"]
    assert refusal(assume, **named, DurationSeconds=7201) == TOO_LONG


def test_no_session_lasts_longer_than_half_a_day(assume):
    code, message = refusal(assume, RoleArn=ROLE, RoleSessionName="ann", DurationSeconds=43_201)

    assert code == "ValidationError"
    assert message.endswith("Member must have value less than or equal to 43200")


def test_a_session_of_a_role_begins_another_for_an_hour_at_most(aws, assume):
    aws.client("iam").update_role(RoleName="reader", MaxSessionDuration=7200)
    chained = aws.acting_as(ROLE).client("sts").assume_role

    code, message = refusal(chained, RoleArn=ROLE, RoleSessionName="ann", DurationSeconds=3601)

    assert (code, "1 hour session limit" in message) == ("ValidationError", True)
    assert chained(RoleArn=ROLE, RoleSessionName="ann", DurationSeconds=3600)["Credentials"]
