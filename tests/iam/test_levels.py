"""What policies grant by access level."""

import pytest

from patterns.iam.levels import granted


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


ALL = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}


def told(*documents):
    return [(str(one.level), one.is_full) for one in granted(documents)]


def test_a_whole_service_is_every_action_of_every_level():
    found = granted([policy(ALL)])

    assert {one.service for one in found} == {"sqs"}
    assert all(one.is_full for one in found)
    assert "sqs:SendMessage" in next(one.actions for one in found if one.level == "Write")


def test_one_action_is_one_of_its_level():
    [found] = granted([policy({**ALL, "Action": "sqs:SendMessage"})])

    assert (str(found.level), len(found.actions), found.is_full) == ("Write", 1, False)
    assert str(found).startswith("sqs Write: 1 of ")


def test_what_is_denied_everywhere_is_not_granted_and_what_is_denied_sometimes_is():
    send = {"Effect": "Deny", "Action": "sqs:SendMessage", "Resource": "*"}
    sometimes = {**send, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}

    assert ("Write", False) in told(policy(ALL), policy(send))
    assert ("Write", True) in told(policy(ALL), policy(sometimes))


@pytest.mark.slow
def test_all_but_some_is_the_rest():
    services = {one.service for one in granted([policy({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"})])}

    assert "s3" not in services
    assert {"sqs", "iam"} <= services
