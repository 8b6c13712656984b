"""A template's own parameters are controls: by their types and constraints, in the order that the template asks for."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import pytest

from patterns import Sandbox, SecureBucket, explore
from patterns.explore import Workbench
from patterns.parameters import ParameterError

TEMPLATE = """
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: {default: Where}
        Parameters: [Network, Zones]
    ParameterLabels:
      Network: {default: Which network}
Parameters:
  Environment: {Type: String, AllowedValues: [dev, prod], Default: dev, Description: Prod keeps <what> it stores.}
  RetentionPeriod: {Type: Number, MinValue: 60, MaxValue: 1209600, Default: 3600}
  Network: {Type: "AWS::EC2::VPC::Id"}
  Zones: {Type: "List<AWS::EC2::AvailabilityZone::Name>", Default: us-east-1a}
  Password: {Type: String, NoEcho: true, MinLength: 8, Default: password1}
Conditions:
  IsProd: !Equals [!Ref Environment, prod]
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {MessageRetentionPeriod: !Ref RetentionPeriod}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: !Ref Password, VpcId: !Ref Network}}
  Topic: {Type: AWS::SNS::Topic, Condition: IsProd}
  Fleet: {Type: AWS::GameLift::Fleet, Condition: IsProd}
"""


@pytest.fixture
def workbench() -> Workbench:
    return explore(TEMPLATE)


def widget(workbench: Workbench, name: str) -> Any:
    return workbench.controls[name].widget


def test_each_parameter_is_a_control_by_its_type(workbench: Workbench) -> None:
    kinds = {name: type(control.widget) for name, control in workbench.controls.items()}

    assert kinds == {
        "Network": widgets.Text, "Zones": widgets.Text, "Environment": widgets.Dropdown,
        "RetentionPeriod": widgets.IntText, "Password": widgets.Password,
    }  # fmt: skip
    assert list(kinds) == ["Network", "Zones", "Environment", "RetentionPeriod", "Password"]
    labels = [(control.kind.group, control.kind.label) for control in workbench.controls.values()]
    assert labels[:4] == [
        ("Where", "Which network"), ("Where", "Zones"), ("Parameters", "Environment"),
        ("Parameters", "Retention period"),
    ]  # fmt: skip
    assert "Prod keeps &lt;what&gt; it stores." in workbench.controls["Environment"].note.value


def test_a_turn_decides_conditions_and_can_be_undone(workbench: Workbench) -> None:
    assert "Topic" not in workbench.view.resolved.resources

    widget(workbench, "Environment").value = "prod"

    assert "Topic" in workbench.view.resolved.resources
    assert [(turn.parameter, turn.old, turn.new) for turn in workbench.view.turns] == [("Environment", "dev", "prod")]
    workbench.undo()
    assert "Topic" not in workbench.view.resolved.resources
    assert widget(workbench, "Environment").value == "dev"


def test_a_value_that_the_template_refuses_is_explained_and_changes_nothing(workbench: Workbench) -> None:
    before = workbench.view

    widget(workbench, "RetentionPeriod").value = 5
    widget(workbench, "Password").value = "short"

    assert workbench.controls["RetentionPeriod"].problem == (
        "5 is refused: Parameter 'RetentionPeriod' must be a number not less than 60 (given: '5') (line 11)"
    )
    assert "must contain at least 8 characters" in workbench.controls["Password"].problem
    assert "short" not in workbench.controls["Password"].problem
    assert workbench.view is before


def test_what_is_hidden_is_shown_nowhere(workbench: Workbench) -> None:
    assert workbench.turn("Password", "opensesame") == ""

    assert [(turn.old, turn.new) for turn in workbench.view.turns] == [("****", "****")]
    workbench.page.selected = "take-away"
    assert "opensesame" not in str(workbench.page.panes) + workbench.page.strip + repr(workbench)
    assert "opensesame" not in str(workbench._repr_mimebundle_()["text/html"])


def test_what_the_account_has_is_offered_and_what_is_left_open_is_refused_at_deployment() -> None:
    with Sandbox() as aws:
        network = aws.client("ec2").describe_vpcs()["Vpcs"][0]["VpcId"]
        workbench = explore(TEMPLATE, aws)

        assert widget(workbench, "Network").options == (network,)
        assert "us-east-1a, us-east-1b" in workbench.controls["Zones"].note.value
        workbench.deploy()
        assert "Parameters: [Network] must have values" in workbench.view.trouble
        widget(workbench, "Network").value = network
        workbench.deploy()
        assert workbench.stack is not None
        assert workbench.stack.status == "CREATE_COMPLETE"


def test_it_may_begin_with_values() -> None:
    assert "Topic" in explore(TEMPLATE, parameters={"Environment": "prod"}).view.resolved.resources
    assert explore(SecureBucket(), parameters={"versioning": False}).source == SecureBucket(versioning=False)
    with pytest.raises(ParameterError, match="Colour = 'red' is no parameter: choose one of Network, Zones"):
        explore(TEMPLATE, parameters={"Colour": "red"})
    with pytest.raises(ParameterError, match="must be one of AllowedValues"):
        explore(TEMPLATE, parameters={"Environment": "test"})


def test_what_the_sandbox_would_not_make_is_in_plain_view_before_deploying(workbench: Workbench) -> None:
    assert "not made by the sandbox" not in workbench.page.head

    workbench.turn("Environment", "prod")

    assert workbench.view.unmade == {"Fleet": "AWS::GameLift::Fleet"}
    assert 'title="Fleet (AWS::GameLift::Fleet)">1 not made by the sandbox' in workbench.page.head
