"""A template with those nested in it, looked at as a whole: findings, bill and picture know all of it."""

import json

import pytest

from patterns import check, compare, cost, diagram
from patterns.analysis.frames import frames
from patterns.commands import reports
from patterns.template.resolve import resolve

ROOT = """\
Parameters: {Env: {Type: String, Default: dev}, Zones: {Type: CommaDelimitedList, Default: 'a,b'}}
Conditions: {InProd: !Equals [!Ref Env, prod]}
Resources:
  Net:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./parts/net.yaml
      Parameters: {Cidr: 10.0.0.0/16, Env: !Ref Env, Names: !Join [',', !Ref Zones]}
  Extra:
    Type: AWS::CloudFormation::Stack
    Condition: InProd
    Properties: {TemplateURL: parts/extra.yaml, Parameters: {Group: !GetAtt Net.Outputs.Group}}
  Store: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub 'in ${Net.Outputs.Words} of ${Env}'}}
  Rule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !GetAtt Net.Outputs.Group, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
Outputs: {Group: {Value: !GetAtt Net.Outputs.Group}}
"""
NET = """\
Parameters:
  Cidr: {Type: String, Default: 10.9.0.0/16}
  Env: {Type: String}
  Names: {Type: CommaDelimitedList}
Conditions: {Here: !Equals [!Ref Env, dev]}
Mappings: {Sizes: {dev: {Seconds: 5}, prod: {Seconds: 9}}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr, Tags: [{Key: Env, Value: !Sub '${Env}-${Cidr}'}]}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: open, VpcId: !Ref Vpc}}
  Jobs:
    Type: AWS::SQS::Queue
    Condition: Here
    Properties:
      QueueName: !Join ['-', !Ref Names]
      DelaySeconds: !FindInMap [Sizes, !Ref Env, Seconds]
Outputs:
  Group: {Value: !GetAtt Group.GroupId}
  Words: {Value: !Join ['', [!Ref Vpc, '!']]}
"""
EXTRA = """\
Parameters: {Group: {Type: String, Default: none}}
Conditions: {Given: !Not [!Equals [!Ref Group, none]]}
Resources:
  Deep: {Type: AWS::CloudFormation::Stack, Condition: Given, Properties: {TemplateURL: deep.yaml}}
  Note: {Type: AWS::SSM::Parameter, Condition: Given, Properties: {Type: String, Value: !Ref Group}}
"""
DEEP = """\
Resources:
  Bucket: {Type: AWS::S3::Bucket}
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "parts").mkdir()
    for name, text in (("root", ROOT), ("parts/net", NET), ("parts/extra", EXTRA), ("parts/deep", DEEP)):
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path / "root.yaml"


def test_parameters_and_outputs_of_nested_stacks_stand_for_their_values(root):
    resources = resolve(root).resources

    assert set(resources) == {"Net", "Store", "Rule", "NetVpc", "NetGroup", "NetJobs"}
    assert resources["NetVpc"].properties == {
        "CidrBlock": "10.0.0.0/16",
        "Tags": [{"Key": "Env", "Value": "dev-10.0.0.0/16"}],
    }
    assert resources["NetJobs"].properties == {"QueueName": "a-b", "DelaySeconds": 5}
    assert resources["Rule"].properties["GroupId"].references == {("NetGroup", "GroupId")}
    assert str(resources["Store"].properties["Value"]) == "in ${NetVpc}! of dev"
    assert "Parameters" not in resources["Net"].properties


def test_a_stack_under_a_condition_takes_what_it_nests_along(root):
    resolved = resolve(root, parameters={"Env": "prod"})

    assert {"Extra", "ExtraNote", "ExtraDeep", "ExtraDeepBucket"} <= set(resolved.resources)
    assert "NetJobs" not in resolved.resources
    # What a condition asks for and only a deployment knows stays a parameter.
    assert resolved.resources["ExtraNote"].properties["Value"].references == {("ExtraGroup", "Ref")}


def test_findings_name_the_nested_template_and_its_line(root):
    found = {(one.id, one.resource): one for one in check(root, parameters={"Env": "prod"})}

    network, bucket, own = found["VPC-002", "NetVpc"], found["S3-001", "ExtraDeepBucket"], found["SG-001", "Rule"]
    assert (network.file, network.line) == ("parts/net.yaml", 8)
    assert (bucket.file, bucket.line) == ("parts/deep.yaml", 2)
    assert str(network).endswith("(parts/net.yaml, line 8)")
    assert (own.file, own.line) == ("", 14)


def test_the_reports_of_pipelines_name_the_nested_file(root):
    found = {"app/root.yaml": check(root, lint=False)}

    results = json.loads(reports.sarif(found, "1"))["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"] for one in results if "NetVpc" in one["message"]["text"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"app/parts/net.yaml"}


def test_bill_picture_and_comparison_are_of_the_whole(root, tmp_path):
    before = resolve(root, parameters={"Env": "prod"})
    nat = (
        "Resources:\n  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: subnet-1, ConnectivityType: private}}\n"
    )
    (tmp_path / "parts" / "extra.yaml").write_text(nat)
    after = resolve(root, parameters={"Env": "prod"})

    assert [item.resource for item in cost(after).items if item.monthly_usd > 30] == ["ExtraNat"]
    assert "NetVpc (VPC)" in str(diagram(after))
    [account] = [frame for frame in frames(after, {}).frames() if frame.id == "Net"]
    assert {"NetVpc", "NetGroup"} >= {*account.nodes, *(frame.resource for frame in account.inner)} > set()
    assert ("ExtraNat", "Add") in {(change.logical_id, change.action) for change in compare(before, after)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("net", "Resources:\n  Self: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: net.yaml}}\n"),
        ("net", "Resources: [\n"),
        ("net", "Resources:\n  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Nobody}}\n"),
    ],
)
def test_what_is_nested_and_cannot_be_read_is_left_as_a_stack(root, tmp_path, name, text):
    (tmp_path / "parts" / f"{name}.yaml").write_text(text)

    assert {"Net", "Store", "Rule"} <= set(resolve(root).resources)
    assert check(root)
