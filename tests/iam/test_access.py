"""What policies reach by themselves, and what a change of them gives or takes."""

import pytest

from patterns.iam.access import Access, accesses, difference
from patterns.iam.reference import Level

DATA = "arn:aws:s3:::data/*"


def statement(effect="Allow", action="s3:GetObject", resource=DATA, **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


READS = policy(statement())


def test_a_pattern_stands_for_its_actions():
    found = accesses([policy(statement(action=["s3:GetObjectT*", "s3:PutObject"]))])

    assert [each.action for each in found] == ["s3:GetObjectTagging", "s3:GetObjectTorrent", "s3:PutObject"]
    assert [each.level for each in found] == [Level.READ, Level.READ, Level.WRITE]


def test_what_is_denied_without_a_condition_is_taken_off():
    denied = statement("Deny", "s3:*", "*")
    sometimes = {**denied, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}

    assert accesses([policy(statement(), denied)]) == ()
    assert accesses([READS, policy(sometimes)]) == (Access("s3:GetObject", DATA),)


@pytest.mark.parametrize(
    ("new", "gained", "lost"),
    [
        (READS, [], []),
        (policy(), [], [f"s3:GetObject on {DATA}"]),
        (policy(statement(resource="*")), ["s3:GetObject on *"], []),
        (policy(statement(resource="arn:aws:s3:::data/a")), [], [f"s3:GetObject on {DATA}"]),
        (policy(statement(), statement(action="s3:PutObject")), [f"s3:PutObject on {DATA}"], []),
        (
            policy(statement(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
            [],
            [f"s3:GetObject on {DATA}"],
        ),
        (
            policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
            ["every action but iam:* on *"],
            [f"s3:GetObject on {DATA}"],
        ),
    ],
)
def test_a_change_gives_and_takes(new, gained, lost):
    found = difference([READS], [new])

    assert ([str(one) for one in found.gained], [str(one) for one in found.lost]) == (gained, lost)
    assert bool(found) == bool(gained or lost)


def test_a_condition_taken_away_gives():
    limited = policy(statement(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))

    assert [str(one) for one in difference([limited], [READS]).gained] == [f"s3:GetObject on {DATA}"]
