"""Templates of one's own on the page: with parameters, of SAM, nested, and an app of the CDK. Every panel of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tools.browser import Lab
from tools.notebooks import normalised

pytestmark = pytest.mark.browser

DEPLOY_MS = 60_000
WITH_PARAMETERS = """
Description: Orders wait in a queue until a worker takes them.
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups: [{Label: {default: Where it runs}, Parameters: [Network, Zones]}]
Parameters:
  Environment: {Type: String, AllowedValues: [dev, prod], Default: dev, Description: Production keeps its table.}
  RetentionPeriod: {Type: Number, MinValue: 60, MaxValue: 1209600, Default: 3600, Description: Seconds.}
  Network: {Type: "AWS::EC2::VPC::Id"}
  Zones: {Type: "List<AWS::EC2::AvailabilityZone::Name>", Default: us-east-1a}
  Password: {Type: String, NoEcho: true, MinLength: 8, Default: password1}
Conditions: {IsProd: !Equals [!Ref Environment, prod]}
Resources:
  Orders: {Type: AWS::SQS::Queue, Properties: {MessageRetentionPeriod: !Ref RetentionPeriod}}
  Worker: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: workers, VpcId: !Ref Network}}
  Told: {Type: AWS::SNS::Topic, Condition: IsProd}
  Game: {Type: AWS::GameLift::Fleet, Condition: IsProd}
"""
SAM = """
Transform: AWS::Serverless-2016-10-31
Description: A function that works a queue.
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      InlineCode: "def handler(event, context): return len(event['Records'])"
      Policies: [SQSPollerPolicy: {QueueName: !GetAtt Jobs.QueueName}]
      Events: {Job: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}}
"""
OUTER = """
Description: A stack with its storage in a stack of its own.
Resources:
  Storage: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: storage.yaml}}
  Told: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt Storage.Outputs.Name}}
"""
INNER = """
Resources: {Notes: {Type: AWS::SQS::Queue}}
Outputs: {Name: {Value: !GetAtt Notes.QueueName}}
"""


def with_parameters(folder: Path) -> str:
    (folder / "orders.yaml").write_text(WITH_PARAMETERS)
    return "orders.yaml"


def sam(folder: Path) -> str:
    (folder / "worker.yaml").write_text(SAM)
    return "worker.yaml"


def nested(folder: Path) -> str:
    (folder / "outer.yaml").write_text(OUTER)
    (folder / "storage.yaml").write_text(INNER)
    return "outer.yaml"


def app(folder: Path) -> str:
    """What `cdk synth` writes of an app with one stack."""
    out = folder / "cdk.out"
    out.mkdir()
    stack = {
        "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
        "properties": {"templateFile": "Notes.template.json"},
    }  # fmt: skip
    (out / "manifest.json").write_text(json.dumps({"version": "45.0.0", "artifacts": {"Notes": stack}}))
    queue = {"Type": "AWS::SQS::Queue", "Metadata": {"aws:cdk:path": "Notes/Queue/Resource"}}
    metadata = {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2"}}
    template = {"Resources": {"Queue4A7E3555": queue, "CDKMetadata": metadata}}
    (out / "Notes.template.json").write_text(json.dumps(template))
    return "cdk.out"


@pytest.mark.parametrize("write", [with_parameters, sam, nested, app])
def test_every_panel_shows_and_the_page_deploys(lab: Lab, tmp_path: Path, write: Callable[[Path], str]) -> None:
    file = str(tmp_path / write(tmp_path))
    source = f"from patterns import Sandbox, explore\naws = Sandbox(seed=1).start()\nexplore({file!r}, aws)"
    path = tmp_path / "own.ipynb"
    nbformat.write(normalised(new_notebook(cells=[new_code_cell(source)])), path)
    with lab.open(path, trusted=True, width=1400) as page:
        page.run()
        workbench = page.page.locator(".pc-workbench")
        expect(workbench.get_by_role("tab", name="Picture")).to_be_visible()
        if write is with_parameters:
            network = workbench.get_by_label("Network")
            network.fill(str(workbench.locator("datalist option").first.get_attribute("value")))
            network.press("Enter")
        workbench.get_by_role("tab", name="Stack").click()
        workbench.get_by_role("button", name="Deploy", exact=True).click()
        expect(workbench.get_by_role("tabpanel", name="Stack")).to_contain_text("CREATE_COMPLETE", timeout=DEPLOY_MS)
        for tab in workbench.get_by_role("tab").all():
            tab.click()
            panel = workbench.get_by_role("tabpanel")
            expect(panel).to_be_visible()
            expect(panel).not_to_contain_text("cannot be drawn")
        assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])
