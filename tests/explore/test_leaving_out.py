"""What the sandbox cannot make is drawn dashed, left out where that was asked for, and pending for nobody."""

import pytest

from patterns import Sandbox, explore
from patterns.explore.panels import picture
from patterns.sandbox.core.errors import DeploymentRefused

TEMPLATE = """\
Resources:
  Farm: {Type: AWS::AppStream::Fleet, Properties: {InstanceType: stream.standard.medium, Name: farm}}
  Notes: {Type: AWS::SQS::Queue}
  Named: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub "fleet ${Farm}"}}
"""


def dashed(page, logical_id):
    drawn = picture.PANEL.html(page.view)
    node = drawn[drawn.index(f'data-resource="{logical_id}"') :]
    return "stroke-dasharray" in node[: node.index("</g>")]


def test_what_is_left_out_is_drawn_dashed_and_says_why():
    with Sandbox() as aws:
        page = explore(TEMPLATE, aws, unsupported="leave_out")
        assert [dashed(page, name) for name in ("Farm", "Notes", "Named")] == [True, False, True]
        page.deploy()

        assert page.stack is not None
        assert list(page.stack) == ["Notes"]
        assert page.view.deployment is not None
        assert page.view.deployment.pending == ()
        page.look("Named")
        assert "Not made by the sandbox: it needs Farm, which was left out." in picture.PANEL.html(page.view)


def test_nothing_is_left_out_unasked():
    with Sandbox() as aws:
        page = explore(TEMPLATE, aws)
        page.deploy()

        assert page.stack is None
        assert "Farm is a AWS::AppStream::Fleet" in page.view.trouble
        with pytest.raises(DeploymentRefused, match="choose 'refuse' or 'leave_out'"):
            explore(TEMPLATE, aws, unsupported="whatever")


def test_local_files_and_nested_stacks_that_are_deployed_are_not_pending(tmp_path):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text("def handler(event, context): return 1")
    (tmp_path / "net.yaml").write_text(
        "Parameters: {Code: {Type: String}}\n"
        "Resources:\n  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"
    )
    (tmp_path / "root.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  Below: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: net.yaml, Parameters: {Code: a}}}\n"
        "  Work:\n    Type: AWS::Serverless::Function\n"
        "    Properties: {Runtime: python3.13, Handler: app.handler, CodeUri: code, AutoPublishAlias: live}\n"
    )
    with Sandbox() as aws:
        page = explore(tmp_path / "root.yaml", aws)
        page.deploy()

        assert page.view.trouble == ""
        assert page.view.deployment is not None
        assert page.view.deployment.pending == ()
        assert "BelowNet" in page.view.resolved.resources
        (tmp_path / "code" / "app.py").write_text("def handler(event, context): return 2")
        page.read_again()
        assert {change.logical_id for change in page.view.deployment.pending} >= {"Work"}
