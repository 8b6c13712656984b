"""The branches that a deployment decides between."""

from patterns import check
from patterns.template.branches import branches
from patterns.template.resolve import resolve

TEMPLATE = """
Parameters:
  Stage: {Type: String}
  Fixed: {Type: String, Default: 'yes'}
Conditions:
  Production: !Equals [!Ref Stage, prod]
  Elsewhere: !Not [!Condition Production]
  Decided: !Equals [!Ref Fixed, 'yes']
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Condition: Elsewhere
  Topic:
    Type: AWS::SNS::Topic
    Properties: {DisplayName: !If [Production, orders, !Ref AWS::NoValue]}
"""


def test_each_undecided_condition_is_taken_both_ways_and_carries_those_that_follow():
    found = [
        (branch.conditions["Production"], branch.conditions["Elsewhere"]) for branch in branches(resolve(TEMPLATE))
    ]

    assert found[:2] == [(True, False), (False, True)]
    assert [outcome for _, outcome in found[2:]] == [True, False]
    assert {branch.conditions["Decided"] for branch in branches(resolve(TEMPLATE))} == {True}


def test_nothing_is_assumed_where_all_is_decided():
    decided = resolve(TEMPLATE, parameters={"Stage": "prod"})

    assert list(branches(decided)) == []


def test_defect_of_one_branch_is_found_once_and_not_where_the_other_is_given():
    template = """
Parameters: {Open: {Type: String}}
Conditions: {IsOpen: !Equals [!Ref Open, 'yes']}
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: g
      SecurityGroupIngress:
        - !If [IsOpen, {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}, !Ref AWS::NoValue]
"""

    def found(**parameters):
        return [one.id for one in check(template, parameters=parameters, lint=False) if one.id == "SG-001"]

    assert found() == found(Open="yes") == ["SG-001"]
    assert found(Open="no") == []
