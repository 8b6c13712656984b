"""docs/fidelity.md says what is so: its counts follow from runs, and every limit on it can still be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from patterns.sandbox.account import Sandbox
from patterns.sandbox.provider.base import Property, Provider, provider
from patterns.template.schema import schema
from tools.behaviours import BEHAVIOURS, Behaviour, behaviour_modules
from tools.fidelity import PAGE, Fidelity, behaviour, fidelities, fidelity, gaps, limit, page, summary
from tools.limits import LIMITS, Limit


def test_page_is_up_to_date() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run `make readme`"


@pytest.mark.parametrize("found", fidelities(), ids=lambda found: found.type)
def test_every_writable_property_has_one_place(found: Fidelity) -> None:
    places = [*found.read_back, *found.kept, *found.absent]

    assert sorted(places) == schema(found.type).writable_paths()
    assert found.writable == len(places)


@pytest.mark.parametrize("found", fidelities(), ids=lambda found: found.type)
def test_every_property_of_the_table_is_proven_by_an_example(found: Fidelity) -> None:
    shown_somewhere = {path.partition(".")[0] for path in (*found.read_back, *found.kept)}

    assert {one.name for one in provider(found.type).properties} - shown_somewhere == set()


def test_bucket_in_particular() -> None:
    [bucket] = (one for one in fidelities() if one.type == "AWS::S3::Bucket")

    assert "VersioningConfiguration.Status" in bucket.read_back
    assert bucket.kept["AccelerateConfiguration.AccelerationStatus"] == "Transfers are no faster."
    assert "AccessControl" in bucket.absent


def with_examples(of: type[Provider], *examples: dict[str, Any]) -> Provider:
    class Copy(of):  # type: ignore[misc, valid-type]
        pass

    Copy.examples = examples
    return Copy()


def test_property_that_does_not_read_back_is_not_proven_by_declaring_it() -> None:
    bucket = type(provider("AWS::S3::Bucket"))

    found = fidelity(
        with_examples(bucket, {"AccessControl": "Private", "VersioningConfiguration": {"Status": "Enabled"}})
    )

    assert found.read_back == ("VersioningConfiguration.Status",)
    assert "AccessControl" in found.absent


def test_part_of_a_property_that_gets_lost_takes_only_itself_along() -> None:
    rule = {"Id": "old", "Status": "Enabled", "ExpirationInDays": 7}
    lifecycle = {"Rules": [rule], "TransitionDefaultMinimumObjectSize": "varies_by_storage_class"}
    bucket = type(provider("AWS::S3::Bucket"))

    found = fidelity(with_examples(bucket, {"BucketName": "example-bucket-1", "LifecycleConfiguration": lifecycle}))

    assert found.read_back == ("BucketName", "LifecycleConfiguration.Rules")


def test_effect_of_the_table_is_told() -> None:
    class Copy(type(provider("AWS::KMS::Alias"))):  # type: ignore[misc]
        properties = (Property("AliasName", create="AliasName", effect="Nothing uses it."), Property("TargetKeyId"))

    found = fidelity(Copy())

    assert found.kept == {"AliasName": "Nothing uses it."}
    assert found.read_back == ("TargetKeyId",)


def test_summary_counts_all_types() -> None:
    found = fidelities()

    assert f"Of the {sum(one.writable for one in found)} properties" in summary()
    assert f"on the {len(found)} resource types" in summary()


@pytest.mark.parametrize("one", LIMITS, ids=lambda one: one.differs[:40])
def test_limit_is_shown_as_the_page_says(one: Limit) -> None:
    assert limit(one) in PAGE.read_text(encoding="utf-8")
    assert Sandbox.live() is None


@pytest.mark.parametrize("one", BEHAVIOURS, ids=lambda one: one.happens[:40])
def test_behaviour_is_shown_as_the_page_says(one: Behaviour) -> None:
    assert behaviour(one) in PAGE.read_text(encoding="utf-8")
    assert Sandbox.live() is None


def test_every_module_that_makes_an_account_act_is_told_of() -> None:
    told = {module for one in BEHAVIOURS for module in one.modules}

    assert told == behaviour_modules()


def test_gap_of_a_module_is_told_in_its_own_words(tmp_path: Path) -> None:
    package = tmp_path / "patterns"
    for folder in ("iam", "sandbox", "template", "recipes"):
        (package / folder).mkdir(parents=True)
    (package / "sandbox" / "queue.py").write_text('"""Queues.\n\nNot modelled: long polling,\nand age. More.\n"""\n')
    (package / "sandbox" / "whole.py").write_text('"""Topics. Not here: queues."""\n')
    (package / "recipes" / "other.py").write_text('"""A recipe. Not modelled: everything else."""\n')

    assert gaps(package) == [("patterns.sandbox.queue", "long polling, and age.")]
