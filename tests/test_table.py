"""What `check`, `cost`, `compare` and `preview` give shows itself as a table, and stays the list that it is."""

from __future__ import annotations

import pickle

from patterns import Sandbox, SecureBucket, check, compare, cost
from patterns.comparison.difference import Changes

PLAIN = SecureBucket(versioning=False)


def test_findings_are_a_list_and_a_table():
    found = check(PLAIN, lint=False)

    assert found == list(found)
    assert [line.split("  ")[0] for line in repr(found).splitlines()] == ["severity", "medium"]
    assert repr(found).endswith("Nothing brings back what is overwritten or deleted  versioning=True")
    assert "<summary>Nothing brings back what is overwritten or deleted</summary>" in found._repr_html_()
    assert pickle.loads(pickle.dumps(found)) == found


def test_no_finding_is_an_empty_list_that_says_so():
    found = check(SecureBucket(), lint=False)

    assert found == []
    assert (repr(found), found._repr_html_()) == ("no findings", "<p>no findings</p>")


def test_changes_are_a_list_and_a_table_with_their_consequence():
    found = compare(SecureBucket(), SecureBucket(retain=False, access_logs=False))

    assert [one.logical_id for one in found] == ["Bucket", "LogBucket", "LogBucketPolicy"]
    assert repr(found).splitlines()[0].split() == ["resource", "action", "replaced", "properties", "consequence"]
    assert found._repr_html_().count("<tr>") == 4
    assert repr(compare(PLAIN, PLAIN)) == "nothing changes"


def test_a_preview_is_the_same_table():
    with Sandbox() as aws:
        assert isinstance(aws.deploy(PLAIN).preview(SecureBucket()), Changes)


def test_an_estimate_is_a_table_with_its_sum_and_what_has_no_price():
    template = {"Resources": {"Key": {"Type": "AWS::KMS::Key"}, "Fleet": {"Type": "AWS::AppStream::Fleet"}}}
    lines = repr(cost(template).table).splitlines()

    assert lines[0].split() == ["resource", "what", "quantity", "a", "month"]
    assert [line.split()[0] for line in lines[1:]] == ["Key", "Key", "Fleet", "together"]
    assert (lines[1].split()[-1], lines[3].split()[-2:]) == ("$1.00", ["not", "priced"])
    assert lines[-1].endswith(f"${cost(template).monthly_usd:,.2f}")
    assert cost(template)._repr_html_().count("<tr>") == 5
