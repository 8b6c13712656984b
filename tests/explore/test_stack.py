"""The stack panel with a real sandbox behind it: deploy, drift, update, delete, and refusals in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from patterns import Sandbox, SecureBucket
from patterns.explore import Workbench
from patterns.explore.deployment import Verdict
from patterns.explore.view import View
from tools.clearing import standing


@pytest.fixture
def aws() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def workbench(aws: Sandbox) -> Workbench:
    workbench = Workbench(SecureBucket())
    workbench.page.selected = "stack"
    return workbench


def pane(workbench: Workbench) -> str:
    return str(workbench.page.panes["stack"])


@pytest.mark.slow
def test_deploy_reads_every_value_back(aws: Sandbox, workbench: Workbench) -> None:
    workbench.page.click("deploy")

    assert [stack.name for stack in aws.stacks] == ["secure-bucket"]
    assert "CREATE_COMPLETE" in pane(workbench)
    assert "Up to date" in pane(workbench)
    for member in workbench.view.deployment.members:
        assert member.counts[Verdict.SAME] == len(member.readings) > 0


@pytest.mark.slow
def test_events_are_told_as_they_come_in_order(workbench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patterns.explore.running.TELL_EVERY_SECONDS", 0)
    told: list[View] = []
    workbench.page.observe(lambda _: told.append(workbench.view), "panes")

    workbench.deploy()

    lengths = [len(view.events) for view in told]
    assert lengths == sorted(lengths)
    assert {view.underway for view in told[:-1]} == {"Deploying"}
    assert told[-1].underway == ""
    assert told[-1].events[-1].status == "CREATE_COMPLETE"


@pytest.mark.slow
def test_update_is_announced_then_made(workbench: Workbench) -> None:
    workbench.deploy()
    workbench.turn("versioning", False)
    assert "An update: Bucket changed in place." in pane(workbench)

    workbench.page.click("deploy")

    assert workbench.stack.status == "UPDATE_COMPLETE"
    assert "VersioningConfiguration" not in workbench.stack["Bucket"].declared


@pytest.mark.slow
def test_turn_asks_the_account_nothing(aws: Sandbox, workbench: Workbench) -> None:
    workbench.deploy()
    calls: list[object] = []
    end = aws.gateway.subscribe("consequences", calls.append)

    workbench.turn("versioning", False)
    end()

    assert calls == []


@pytest.mark.slow
def test_drift_is_shown_value_by_value_once_read_again(aws: Sandbox, workbench: Workbench) -> None:
    workbench.deploy()
    bucket = workbench.stack["Bucket"].physical_id
    aws.client("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    assert "drifted" not in pane(workbench)

    workbench.page.click("read-again")

    assert "▲ drifted: VersioningConfiguration.Status" in pane(workbench)
    reading = next(one for one in workbench.view.deployment.member("Bucket").readings if one.verdict is Verdict.DRIFTED)
    assert (reading.declared, reading.actual) == ("Enabled", "Suspended")


def test_refusal_is_told_in_words_with_its_story(aws: Sandbox) -> None:
    aws.client("s3").create_bucket(Bucket="taken")
    template = {"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "taken"}}}}
    workbench = Workbench(template)
    workbench.page.selected = "stack"

    workbench.page.click("deploy")

    assert workbench.stack is None
    assert 'role="alert">stack template is ROLLBACK_COMPLETE: Data: ' in pane(workbench)
    assert "CREATE_FAILED" in pane(workbench)
    assert ">Deploy</button>" in pane(workbench)


def test_type_that_cannot_be_simulated_is_named(aws: Sandbox) -> None:
    workbench = Workbench({"Resources": {"Farm": {"Type": "AWS::AppStream::Fleet"}}})
    workbench.page.selected = "stack"

    workbench.deploy()

    assert "Farm is a AWS::AppStream::Fleet, which the sandbox cannot make" in pane(workbench)


def test_defect_of_the_cookbook_is_not_kept_from_the_reader(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("half a module")

    monkeypatch.setattr(Sandbox, "deploy", broken)

    with pytest.raises(RuntimeError, match="half a module"):
        workbench.page.click("deploy")

    assert "A bug in the cookbook, not in your template: RuntimeError: half a module" in pane(workbench)
    assert ">Deploy</button>" in pane(workbench)


@pytest.mark.slow
def test_delete_asks_in_the_page_first_and_says_what_stays(aws: Sandbox, workbench: Workbench) -> None:
    workbench.deploy()
    assert "LogBucket and Bucket would stay" in pane(workbench)

    workbench.page.click("delete")

    assert standing(aws) == []
    assert workbench.stack is None
    assert "DELETE_SKIPPED" in pane(workbench)
    assert ">Deploy</button>" in pane(workbench)


@pytest.mark.slow
def test_page_deploys_anew_when_its_sandbox_has_ended(workbench: Workbench) -> None:
    workbench.deploy()

    with Sandbox(seed=1) as other:
        assert workbench.stack is None
        workbench.deploy()

        assert [stack.name for stack in other.stacks] == ["secure-bucket"]


@pytest.mark.slow
def test_accepted_finding_is_deployed_with_the_template(workbench: Workbench) -> None:
    workbench.turn("versioning", False)
    workbench.accept("S3-004", "Bucket", "rebuilt every night")

    workbench.deploy()

    assert workbench.stack.resolved.resources["Bucket"].metadata == {
        "AcceptedFindings": {"S3-004": "rebuilt every night"}
    }


def test_page_deploys_what_lies_beside_the_template(tmp_path: Path) -> None:
    inner = {"Resources": {"Notes": {"Type": "AWS::SQS::Queue"}}}
    outer = {"Resources": {"Storage": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "in.json"}}}}
    (tmp_path / "in.json").write_text(json.dumps(inner))
    (tmp_path / "out.json").write_text(json.dumps(outer))
    with Sandbox() as aws:
        page = Workbench(tmp_path / "out.json", sandbox=aws)

        page.deploy()

        assert (page.view.trouble, len(aws.stacks)) == ("", 2)
