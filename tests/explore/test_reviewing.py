"""What a page computes while the reader's hand rests, on a loop as the kernel has one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from patterns import SecureBucket, check
from patterns.analysis.lint import lint
from patterns.explore import Workbench, reviewing
from patterns.explore.view import viewed
from patterns.findings import Finding

UNUSED = {"Parameters": {"Unused": {"Type": "String"}}, "Resources": {"Data": {"Type": "AWS::S3::Bucket"}}}
PATIENCE_SECONDS = 60


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not happened():
            await asyncio.sleep(0.01)


@pytest.mark.slow
def test_remedies_and_linter_come_by_themselves() -> None:
    async def page() -> Workbench:
        workbench = Workbench(UNUSED)
        assert workbench.view.lint is None
        await until(lambda: workbench.view.is_reviewed)
        return workbench

    view = asyncio.run(page()).view

    assert view.lint == tuple(lint(UNUSED))
    assert [finding.id for finding in view.lint] == ["W2001"]


@pytest.mark.slow
def test_a_turn_waits_for_no_linter_and_its_old_answer_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, may_answer = [], threading.Event()

    def slow(document: object, *, region: str) -> list[object]:
        asked.append(document)
        may_answer.wait(PATIENCE_SECONDS)
        return []

    monkeypatch.setattr(reviewing, "lint", slow)

    async def page() -> Workbench:
        workbench = Workbench(SecureBucket())
        await until(lambda: len(asked) == 1)
        workbench.turn("versioning", False)
        assert workbench.view.lint is None
        may_answer.set()
        await until(lambda: workbench.view.is_reviewed)
        return workbench

    view = asyncio.run(page()).view

    assert len(asked) == 2
    assert asked[1] is view.document


def test_a_turn_in_the_middle_of_a_review_is_not_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    workbench = Workbench(SecureBucket())

    def interrupted(source: object, found: list[Finding]) -> list[Finding]:
        workbench.turn("versioning", False)
        return found

    monkeypatch.setattr(reviewing, "with_remedies", interrupted)
    view = workbench.settle()

    assert view is workbench.view
    assert (workbench.source.versioning, view.is_reviewed) == (False, True)
    assert "<b>Versioning</b> on → off" in workbench.page.strip


def test_a_page_looks_into_both_branches_as_check_does() -> None:
    open_or_not = {"Fn::If": ["Open", "0.0.0.0/0", "10.0.0.0/8"]}
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": open_or_not}
    group = {"GroupDescription": "a", "SecurityGroupIngress": [rule]}
    body = {
        "Parameters": {"Public": {"Type": "String"}},
        "Conditions": {"Open": {"Fn::Equals": [{"Ref": "Public"}, "yes"]}},
        "Resources": {"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": group}},
    }

    seen = {finding.key for finding in viewed(body).findings}

    assert seen == {one.key for one in check(body, lint=False)}
    assert any(name == "Group" for _, name in seen)
