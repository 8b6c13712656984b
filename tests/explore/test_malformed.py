"""What of a template cannot be read is said on its panel, where a reader looks; not in a callback that nobody sees."""

import json

import pytest

from patterns.explore.panels import Panel
from patterns.explore.workbench import Workbench, explore

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
ALLOWS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3GetObject", "Resource": "*"}]}


def role(document):
    policies = [{"PolicyName": "p", "PolicyDocument": document}]
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST, "Policies": policies}}


def machine(definition):
    text = definition if isinstance(definition, str) else json.dumps(definition)
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": "r", "DefinitionString": text}}


@pytest.mark.parametrize(
    ("tab", "resource", "said"),
    [
        ("permissions", role(ALLOWS), "IAM would refuse its policy: statement 1: action 's3GetObject'"),
        ("machine", machine({"StartAt": "A", "States": {"A": None}}), "A state must be an object at /States/A"),
        ("machine", machine({"StartAt": "", "States": {"": {"Type": "Pass"}}}), "must have 1 to 80 characters"),
        ("machine", machine("{<b>"), "it is not JSON"),
    ],
)
def test_what_is_malformed_is_told_on_its_panel(tab, resource, said):
    page = explore({"Resources": {"R": resource}}).page

    page.selected = tab

    assert said.replace("'", "&#x27;") in page.panes[tab]
    assert "<b>" not in page.panes[tab]


def test_a_panel_that_fails_says_so_and_the_others_are_drawn():
    def fail(view):
        raise KeyError("<b>")

    tabs = (Panel("whole", "Whole", 1, lambda view: "drawn"), Panel("broken", "Broken", 2, fail))
    page = Workbench({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}, tabs=tabs).page

    page.selected = "broken"

    assert "This panel cannot be drawn: KeyError: &#x27;&lt;b&gt;&#x27;" in page.panes["broken"]
    assert page.panes["whole"] == "drawn"
