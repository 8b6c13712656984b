"""The published table of cases: each is decided as its page says, by both evaluators, and the table is published."""

from dataclasses import replace

import pytest

from patterns.iam import evaluate
from tests.iam.case_table import cases, subjects
from tests.iam.naive import decide
from tools import iam_cases

CASES = [pytest.param(one, id=f"{name}: {one.claim}") for name, module in subjects().items() for one in module.CASES]


@pytest.mark.parametrize("case", CASES)
def test_the_outcome_is_what_the_page_says(case):
    found = evaluate(case.request, case.policies)

    assert found.outcome == case.outcome, found.explain()


@pytest.mark.parametrize("case", CASES)
def test_the_naive_evaluator_says_so_too(case):
    assert decide(case.request, case.policies) == case.outcome


def test_there_are_three_hundred_cases_and_each_is_its_own():
    claims = [case.claim for case in cases()]
    about = [(str(case.request), str(case.policies)) for case in cases()]

    assert len(claims) >= 300
    assert sorted({one for one in claims if claims.count(one) > 1}) == []
    assert [claim for claim, one in zip(claims, about, strict=True) if about.count(one) > 1] == []


def test_every_case_follows_a_page_of_aws():
    """Or an answer in which AWS's own forum shows what was seen there."""
    known = ("https://docs.aws.amazon.com/", "https://repost.aws/")
    assert all(case.page.startswith(known) for case in cases())


def test_the_published_page_is_up_to_date():
    assert iam_cases.page() == iam_cases.PAGE.read_text(encoding="utf-8"), "run `make readme`"


def test_a_case_that_is_decided_otherwise_is_not_published(monkeypatch):
    subject = next(iter(subjects().values()))
    wrong = replace(subject.CASES[0], claim="The moon is a policy", outcome="explicitDeny")
    monkeypatch.setattr(subject, "CASES", [wrong])

    with pytest.raises(iam_cases.WrongCase, match="The moon is a policy: explicitDeny by its page, but Allowed"):
        iam_cases.page()
