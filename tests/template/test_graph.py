import random

import pytest

from patterns.template.errors import CircularDependencyError
from patterns.template.graph import Edge, dependencies, edges, order
from patterns.template.resolve import resolve

TEMPLATE = """\
Parameters: {Env: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Env, prod]}
Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument: {Resource: !Join ["", [!Sub "${Bucket.Arn}/*"]]}
  Bucket:
    Type: AWS::S3::Bucket
    DependsOn: Logs
    Properties:
      BucketName: !Sub "${Env}-data"
      BucketEncryption: !If [IsProd, {KMSMasterKeyID: !GetAtt Key.Arn}, !Ref "AWS::NoValue"]
  Key: {Type: AWS::KMS::Key, Condition: IsProd}
  Logs: {Type: AWS::S3::Bucket}
"""


def test_what_each_resource_needs():
    assert dependencies(resolve(TEMPLATE, parameters={"Env": "prod"})) == {
        "Policy": {"Bucket"},
        "Bucket": {"Key", "Logs"},
        "Key": frozenset(),
        "Logs": frozenset(),
    }


def test_a_branch_that_is_not_taken_and_a_resource_that_is_not_made_do_not_count():
    assert dependencies(resolve(TEMPLATE, parameters={"Env": "dev"})) == {
        "Policy": {"Bucket"},
        "Bucket": {"Logs"},
        "Logs": frozenset(),
    }


def test_an_open_condition_counts_both_branches():
    assert dependencies(TEMPLATE)["Bucket"] == {"Key", "Logs"}


def test_order_puts_what_is_needed_first_and_keeps_the_template_s_order():
    assert order(TEMPLATE) == ["Key", "Logs", "Bucket", "Policy"]


def test_an_edge_knows_the_property_and_what_it_takes():
    assert edges(resolve(TEMPLATE, parameters={"Env": "dev"})) == [
        Edge("Policy", "Bucket", ("Bucket",), "Ref"),
        Edge("Policy", "Bucket", ("PolicyDocument", "Resource"), "Arn"),
        Edge("Bucket", "Logs", ("DependsOn",), None),
    ]


def test_a_cycle_is_refused_naming_its_members_only():
    resources = {
        "First": {"Type": "X::Y::Z", "DependsOn": "A"},
        "A": {"Type": "X::Y::Z", "Properties": {"B": {"Ref": "B"}}},
        "B": {"Type": "X::Y::Z", "Properties": {"C": {"Fn::Sub": "${C.Arn}"}}},
        "C": {"Type": "X::Y::Z", "DependsOn": ["A", "Last"]},
        "Last": {"Type": "X::Y::Z"},
    }

    with pytest.raises(CircularDependencyError) as caught:
        order({"Resources": resources})

    assert str(caught.value) == "Circular dependency between resources: [A, B, C] (line 6)"


def test_a_resource_that_needs_itself_is_a_cycle():
    with pytest.raises(CircularDependencyError, match=r"Circular dependency between resources: \[A\]"):
        order({"Resources": {"A": {"Type": "X::Y::Z", "DependsOn": "A"}}})


def test_every_resource_comes_after_what_it_needs_in_graphs_drawn_at_random():
    chance = random.Random(0)
    for _ in range(50):
        names = [f"R{index}" for index in range(30)]
        chance.shuffle(names)
        needs = {name: chance.sample(names[:index], min(index, 3)) for index, name in enumerate(names)}
        resources = {name: {"Type": "X::Y::Z", "DependsOn": needs[name]} for name in sorted(names)}

        found = order({"Resources": resources})

        assert sorted(found) == sorted(names)
        assert all(found.index(other) < found.index(name) for name in names for other in needs[name])


def test_a_chain_as_long_as_a_template_may_be_is_ordered():
    resources = {f"R{i}": {"Type": "X::Y::Z", **({"DependsOn": f"R{i + 1}"} if i < 499 else {})} for i in range(500)}

    assert order({"Resources": resources}) == [f"R{i}" for i in range(499, -1, -1)]
