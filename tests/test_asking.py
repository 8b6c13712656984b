"""`aws-patterns permissions`, `reachability` and `losses`, and `check` of several templates and of stdin."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from patterns import permissions, reachability, single_points

ROLE = """\
Parameters:
  Action: {Type: String, Default: "s3:GetObject"}
Resources:
  Notes: {Type: AWS::S3::Bucket}
  Role:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AWSLambdaExecute"]
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
      Policies:
        - PolicyName: notes
          PolicyDocument:
            Statement: [{Effect: Allow, Action: !Ref Action, Resource: !Sub "${Notes.Arn}/*"}]
"""
OBJECT = "<Notes.Arn>/a.txt"


@pytest.fixture
def role(tmp_path: Path) -> str:
    path = tmp_path / "role.yaml"
    path.write_text(ROLE)
    return str(path)


def test_permissions_in_words_and_as_json(run, role):
    shown = json.loads(run("permissions", role, "--json").out)

    assert run("permissions", role, "--parameter", "Action=s3:PutObject").out.splitlines() == [
        "Role (role, for lambda.amazonaws.com)",
        "    s3:PutObject on <Notes.Arn>/*",
        "    what AWSLambdaExecute allows, which the template only names",
    ]
    assert shown["holders"] == [
        {
            "logical_id": "Role", "kind": "role", "trusted": ["lambda.amazonaws.com"], "managed": ["AWSLambdaExecute"],
            "has_boundary": False,
            "accesses": [{"action": "s3:GetObject", "resource": "<Notes.Arn>/*", "conditions": []}],
        }
    ]  # fmt: skip


def test_one_permission_is_decided_with_its_reason_and_may_end_a_pipeline(run, role):
    asked = ("permissions", role, "--can", "Role")

    denied = run(*asked, "s3:PutObject", OBJECT, "--fail-on", "denied")
    allowed = run(*asked, "s3:GetObject", OBJECT, "--fail-on", "denied", "--json")

    assert (denied.code, denied.out.partition(":")[0]) == (1, "Denied, because nothing allows it")
    assert (allowed.code, json.loads(allowed.out)["allowed"]) == (0, True)
    assert run(*asked, "s3:GetObject", OBJECT, "--fail-on", "allowed").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--can", "Rolle", "s3:GetObject", OBJECT), "--can Rolle: nobody in {role} is called that: there are Role"),
        (("--can", "Role", "GetObject", OBJECT), "{role}: "),
        (("--fail-on", "denied"), "--fail-on denied: it is about one question: ask it with --can"),
    ],
)
def test_what_cannot_be_asked_of_permissions_is_wrong_usage(run, role, arguments, said):
    refused = run("permissions", role, *arguments)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"aws-patterns: {said.format(role=role)}")


def test_permissions_of_the_public_surface_take_parameters(role):
    assert repr(permissions(role, parameters={"Action": "s3:PutObject"})) == (
        "Role (role): s3:PutObject on <Notes.Arn>/*; what AWSLambdaExecute allows"
    )


def test_analyses_take_the_region_that_a_template_would_be_deployed_in():
    subnet = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": {"Fn::Sub": "${AWS::Region}a"}}
    network = {
        "Resources": {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
            "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": subnet},
        }
    }

    assert reachability(network, region="eu-west-1").zones == ("eu-west-1a",)
    assert [loss.name for loss in single_points(network, region="eu-west-1").losses] == ["eu-west-1a"]


def test_reachability_in_words_and_as_json(run):
    shown = json.loads(run("reachability", "three_tier_vpc", "--json").out)
    lines = run("reachability", "three_tier_vpc").out.splitlines()

    assert shown["parties"]["Data"] == "subnets"
    assert {"from": "internet", "to": "Data", "answer": "no"}.items() <= shown["answers"][2].items()
    assert lines[0].split()[:6] == ["from", "\\", "to", "(tcp", "443)", "internet"]
    assert lines[1].split()[0] == "internet"


def test_one_packet_is_followed_to_the_rule_and_may_end_a_pipeline(run):
    asked = ("reachability", "three_tier_vpc", "--to", "Data", "--port", "5432")

    blocked = run(*asked, "--from", "internet", "--fail-on", "reachable")
    reached = run(*asked, "--from", "App", "--fail-on", "reachable", "--json")

    assert blocked.code == 0
    assert blocked.out.startswith("internet does not reach Data by tcp 5432:\n  ✗ No route to the internet")
    assert (reached.code, json.loads(reached.out)["reachable"]) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "App"), "--from and --to: name both of them"),
        (("--from", "App", "--to", "Dota"), "three_tier_vpc: nobody here is called 'Dota'"),
        (("--from", "App", "--to", "Data", "--port", "70000"), "three_tier_vpc: port 70000 is not between"),
        (("--fail-on", "blocked"), "--fail-on blocked: it is about one question"),
    ],
)
def test_what_cannot_be_asked_of_a_network_is_wrong_usage(run, arguments, said):
    refused = run("reachability", "three_tier_vpc", *arguments)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"aws-patterns: {said}")


def test_reachability_without_a_network_says_so(run, role):
    assert run("reachability", role).out == "no subnets: nothing here has a network of its own\n"


@pytest.mark.slow
def test_losses_in_words_and_as_json_and_as_an_exit_code(run):
    one = ("losses", "three_tier_vpc", "--set", "nat=one")

    shown = run(*one, "--fail-on", "single-point", "--json")
    [gateway] = [loss for loss in json.loads(shown.out) if loss["kind"] == "NAT gateway"]

    assert shown.code == 1
    assert gateway["is_single_point"]
    assert "without NAT gateway NatGatewayA: a single point of failure" in run(*one).out.splitlines()
    assert run("losses", "three_tier_vpc", "--fail-on", "single-point").code == 0


def test_losses_of_what_is_not_there_are_wrong_usage(run):
    assert run("losses", "nowhere.yaml").code == 2


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    sound, unsound = tmp_path / "a.yaml", tmp_path / "b.yaml"
    sound.write_text("Resources: {Signal: {Type: AWS::CloudFormation::WaitConditionHandle}}")
    unsound.write_text("Resources: {Notes: {Type: AWS::S3::Bucket}}")
    return str(sound), str(unsound)


def test_several_templates_are_checked_at_once(run, two):
    lines = run("check", *two, "--no-lint", "--brief").out.splitlines()
    found = json.loads(run("check", *two, "--no-lint", "--json").out)

    assert lines[:4] == [f"{two[0]}:", "  no findings", f"{two[1]}:", f"  {lines[3].strip()}"]
    assert {one["template"] for one in found} == {two[1]}
    assert run("check", *two, "--no-lint", "--fail-on", "high").code == 1
    assert run("check", two[0], "--no-lint", "--fail-on", "high").code == 0


def test_reports_of_several_templates_name_each(run, two):
    log = json.loads(run("check", *two, "--no-lint", "--format", "sarif").out)
    suites = ElementTree.fromstring(run("check", *two, "--no-lint", "--format", "junit").out)

    places = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]
    }
    assert places == {two[1]}
    assert [suite.get("name") for suite in suites] == [f"aws-patterns {name}" for name in two]


@pytest.mark.parametrize("command", ["check", "cost", "permissions"])
def test_a_template_may_stand_on_stdin(run, monkeypatch, command):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Resources: {Notes: {Type: AWS::S3::Bucket}}"))

    assert run(command, "-", *(["--no-lint"] if command == "check" else [])).code == 0


def test_one_template_among_several_that_cannot_be_read_is_named(run, two, monkeypatch):
    missing = run("check", two[0], "nowhere.yaml", "--no-lint")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    assert (missing.code, missing.out) == (2, "")
    assert "'nowhere.yaml' cannot be read" in missing.err
    assert run("check", "-").code == 2
    assert "--set a=b: it is for one recipe, and 2 sources are named" in run("check", *two, "--set", "a=b").err


@pytest.mark.slow
def test_a_shell_is_offered_recipes_and_commands():
    def offered(*words: str) -> list[str]:
        asked = {
            "_AWS_PATTERNS_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(words),
            "COMP_CWORD": str(len(words) - 1),
        }
        ran = [sys.executable, "-m", "patterns"]
        return subprocess.run(ran, capture_output=True, text=True, env={**os.environ, **asked}).stdout.split()

    assert offered("aws-patterns", "show", "secure") == ["secure_bucket"]
    assert offered("aws-patterns", "reach") == ["reachability"]
