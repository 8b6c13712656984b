"""Dates from https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html and its neighbours."""

from datetime import UTC, datetime

import pytest

from patterns.sandbox.services.s3.lifecycle_rules import (
    FOREVER,
    SMALLEST,
    VARIES,
    Configuration,
    Version,
    What,
    midnight_after,
)


def at(month, day, hour=0, minute=0):
    return datetime(2014, month, day, hour, minute, tzinfo=UTC)


MADE = at(1, 1, 10, 30)
LATER = at(1, 15, 10, 30)
NOW = at(1, 15, 12)


def version(name="1", made=MADE, size=SMALLEST, **given):
    return Version(name, made, size, **given)


def step(rule, *versions, now=NOW, keeps_versions=True, key="logs/a", minimum=""):
    """(when, what, version) of the next step, with where to for a move."""
    rule = {"Status": "Enabled", "Filter": {"Prefix": ""}} | rule
    found = Configuration([rule], minimum, keeps_versions).next_step(key, versions, now)
    return found and (found.when, found.what, found.version.version_id, *filter(None, [found.storage_class]))


def test_days_are_rounded_up_to_the_next_midnight():
    assert midnight_after(LATER, 3) == at(1, 19)
    assert midnight_after(at(1, 15), 3) == at(1, 19)


def test_expiration_marks_a_version_and_removes_an_object_without_versions():
    rule = {"Expiration": {"Days": 3}}

    assert step(rule, version()) == (at(1, 5), What.MARK, "1")
    assert step(rule, version(), keeps_versions=False) == (at(1, 5), What.REMOVE, "1")


def test_expiration_on_a_date():
    assert step({"Expiration": {"Date": at(2, 1)}}, version()) == (at(2, 1), What.MARK, "1")


def test_disabled_rule_does_nothing():
    assert step({"Status": "Disabled", "Expiration": {"Days": 3}}, version()) is None


def test_noncurrent_days_count_from_the_successor():
    rule = {"NoncurrentVersionExpiration": {"NoncurrentDays": 3}}

    assert step(rule, version("2", LATER), version("1")) == (at(1, 19), What.REMOVE, "1")
    assert step(rule, version("1")) is None


def test_newer_noncurrent_versions_are_kept():
    rule = {"NoncurrentVersionExpiration": {"NoncurrentDays": 3, "NewerNoncurrentVersions": 1}}
    current, first, second = version("3", LATER), version("2", LATER), version("1")

    assert step(rule, current, first, second) == (at(1, 19), What.REMOVE, "1")
    assert step(rule, current, first) is None


def test_locked_version_goes_when_its_lock_has_ended_and_under_a_legal_hold_never():
    rule = {"NoncurrentVersionExpiration": {"NoncurrentDays": 3}}
    current = version("2", LATER)

    assert step(rule, current, version("1", locked_until=at(5, 1, 12))) == (at(5, 2), What.REMOVE, "1")
    assert step(rule, current, version("1", locked_until=at(1, 2))) == (at(1, 19), What.REMOVE, "1")
    assert step(rule, current, version("1", locked_until=FOREVER)) is None


def test_a_lock_keeps_no_delete_marker_away():
    assert step({"Expiration": {"Days": 3}}, version(locked_until=FOREVER)) == (at(1, 5), What.MARK, "1")


@pytest.mark.parametrize("expiration", [{"ExpiredObjectDeleteMarker": True}, {"Days": 0}])
def test_a_delete_marker_goes_when_nothing_is_left_under_it(expiration):
    rule, marker = {"Expiration": expiration}, version("m", is_marker=True)

    assert step(rule, marker) == (at(1, 2), What.REMOVE, "m")
    assert step(rule, marker, version("1")) is None


def test_a_delete_marker_stays_where_no_rule_removes_it():
    assert step({"NoncurrentVersionExpiration": {"NoncurrentDays": 1}}, version("m", is_marker=True)) is None


def test_moves_go_to_colder_classes_only():
    rule = {"Transitions": [{"Days": 3, "StorageClass": "STANDARD_IA"}]}

    assert step(rule, version()) == (at(1, 5), What.MOVE, "1", "STANDARD_IA")
    assert step(rule, version(storage_class="STANDARD_IA")) is None
    assert step(rule, version(storage_class="GLACIER")) is None


def test_old_versions_move_by_rules_of_their_own():
    rule = {"NoncurrentVersionTransitions": [{"NoncurrentDays": 3, "StorageClass": "GLACIER"}]}

    assert step(rule, version("2", LATER), version("1")) == (at(1, 19), What.MOVE, "1", "GLACIER")
    assert step(rule, version("2", LATER), version("1", is_marker=True)) is None


@pytest.mark.parametrize(
    ("minimum", "chosen", "to", "moves"),
    [
        ("all_storage_classes_128K", {"Prefix": ""}, "STANDARD_IA", False),
        ("all_storage_classes_128K", {"Prefix": ""}, "GLACIER", False),
        ("all_storage_classes_128K", {"ObjectSizeGreaterThan": 10}, "GLACIER", True),
        ("all_storage_classes_128K", {"And": {"Prefix": "", "ObjectSizeLessThan": 10**9}}, "STANDARD_IA", True),
        (VARIES, {"Prefix": ""}, "STANDARD_IA", False),
        (VARIES, {"Prefix": ""}, "DEEP_ARCHIVE", True),
    ],
)
def test_small_objects_move_where_a_filter_or_the_default_lets_them(minimum, chosen, to, moves):
    rule = {"Filter": chosen, "Transitions": [{"Days": 3, "StorageClass": to}]}

    assert bool(step(rule, version(size=SMALLEST - 1), minimum=minimum)) is moves


def test_of_what_is_overdue_removal_comes_before_a_move_and_the_coldest_class_before_others():
    moves = [{"Days": 2, "StorageClass": "STANDARD_IA"}, {"Days": 3, "StorageClass": "GLACIER"}]
    rule = {"Transitions": moves, "Expiration": {"Days": 4}}

    assert step(rule, version(), now=MADE)[3] == "STANDARD_IA"
    assert step(rule, version(), now=LATER)[1:] == (What.MOVE, "1", "GLACIER")
    assert step(rule, version(), now=LATER, keeps_versions=False)[1:] == (What.REMOVE, "1")


@pytest.mark.parametrize(
    ("chosen", "concerned"),
    [
        ({"Filter": {"Prefix": "logs/"}}, True),
        ({"Filter": {"Prefix": "data/"}}, False),
        ({"Filter": {}, "Prefix": "data/"}, False),
        ({"Filter": {"Tag": {"Key": "keep", "Value": "no"}}}, True),
        ({"Filter": {"Tag": {"Key": "keep", "Value": "yes"}}}, False),
        ({"Filter": {"ObjectSizeGreaterThan": SMALLEST}}, False),
        ({"Filter": {"ObjectSizeLessThan": SMALLEST + 1}}, True),
        ({"Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "keep", "Value": "no"}]}}}, True),
        ({"Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "other", "Value": "no"}]}}}, False),
        ({"Filter": {"And": {"Prefix": "logs/", "ObjectSizeLessThan": SMALLEST}}}, False),
    ],
)
def test_a_rule_concerns_what_all_its_conditions_say(chosen, concerned):
    found = step({"Expiration": {"Days": 3}} | chosen, version(tags={"keep": "no"}))

    assert bool(found) is concerned


def test_unfinished_uploads_end_by_the_shortest_rule_of_their_prefix():
    abort = {"Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}
    shorter = {"Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}
    rules = Configuration([abort | {"Filter": {}}, shorter | {"Filter": {"Prefix": "tmp/"}}])

    assert rules.abort("big", MADE) == at(1, 9)
    assert rules.abort("tmp/big", MADE) == at(1, 3)
    assert Configuration([abort | {"Status": "Disabled"}]).abort("big", MADE) is None
