"""The permissions panel."""

import pytest

from patterns import DatabaseSecret, LambdaFunction, SecureBucket
from patterns.explore import Workbench
from patterns.explore.panels.permissions import HOLDER, QUESTION


def shown(workbench):
    workbench.page.selected = "permissions"
    return workbench.page.panes["permissions"]


def tabs(workbench):
    return {tab["id"]: tab["badge"] for tab in workbench.page.tabs}


@pytest.mark.slow
def test_a_template_without_roles_has_no_such_tab():
    assert "permissions" not in tabs(Workbench(SecureBucket()))
    assert tabs(Workbench(DatabaseSecret()))["permissions"] == "2"


def test_each_role_is_told_by_service_and_level():
    html = shown(Workbench(LambdaFunction()))

    assert "A role for lambda.amazonaws.com" in html
    assert "Write: 2 of" in html
    assert "<code>&lt;LogGroup.Arn&gt;</code> 2 actions" in html


def test_a_question_is_answered_with_the_reason():
    workbench = Workbench(LambdaFunction())
    workbench.ask(QUESTION, "sqs:SendMessage on <DeadLetters.Arn>")
    assert "Allowed</h4>" in shown(workbench)

    workbench.ask(QUESTION, "sqs:DeleteMessage on <DeadLetters.Arn>")

    html = shown(workbench)
    assert "Denied, because nothing allows it</h4>" in html
    assert "No identity policy of" in html
    assert "To allow it:" in html


def test_another_role_is_asked():
    workbench = Workbench(DatabaseSecret())
    workbench.ask(QUESTION, "secretsmanager:PutSecretValue on <Secret>")
    assert "Denied" in shown(workbench)

    workbench.pick(HOLDER, "RotationRole")

    assert "Allowed</h4>" in shown(workbench)


def test_what_is_no_question_is_refused_in_words_and_escaped():
    workbench = Workbench(LambdaFunction())

    workbench.ask(QUESTION, "<script>")

    html = shown(workbench)
    assert "is not a service, a colon and a name" in html
    assert "<script>" not in html


def test_a_turn_says_what_it_newly_allows():
    workbench = Workbench(DatabaseSecret())
    assert "The last turn" not in shown(workbench)

    workbench.turn("own_key", True)

    assert "The last turn: 1 more, 0 fewer" in shown(workbench)
    assert "kms:Decrypt on &lt;Key.Arn&gt;" in shown(workbench)
