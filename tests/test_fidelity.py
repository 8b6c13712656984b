"""docs/fidelity.md says what is so: its counts follow from runs, and every limit on it can still be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from patterns.sandbox import services
from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.fidelity_entries import Behaviour, Limit
from patterns.sandbox.provider.base import Property, Provider
from patterns.sandbox.provider.finding import provider
from patterns.template.schema import schema
from tools.entries import behaviour_modules, behaviours, limits, refusals, services_without, unasked, untold
from tools.fidelity import fidelities, fidelity, fidelity_of, summary, types_measured
from tools.fidelity_page import PAGE, behaviour, left_out, limit, page
from tools.sampling import sampled
from tools.schemas import SERVICES

BEHAVIOURS = [
    pytest.param(each, id=f"{folder}: {each.happens[:40]}") for folder in behaviours() for each in behaviours()[folder]
]
LIMITS = [pytest.param(each, id=f"{folder}: {each.differs[:40]}") for folder in limits() for each in limits()[folder]]


@pytest.mark.long  # It measures every type; the pipeline makes README and docs/ anew and compares them.
def test_page_is_up_to_date() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run `make readme`"


def test_every_type_says_what_is_refused_and_what_is_not() -> None:
    assert sorted(refusals()) == types_measured()
    for said in refusals().values():
        assert all((said.made, said.not_made, said.page.startswith("/")))


some_types = pytest.mark.parametrize("type_name", sampled(types_measured(), 3, slow=5))
"""Each costs the deployments of its examples."""


@pytest.mark.slow
@some_types
def test_every_writable_property_has_one_place(type_name: str) -> None:
    found = fidelity_of(type_name)
    places = [*found.read_back, *found.kept, *found.absent]

    assert sorted(places) == schema(found.type).writable_paths()
    assert found.writable == len(places)


@some_types
def test_every_property_of_the_table_is_proven_by_an_example(type_name: str) -> None:
    found = fidelity_of(type_name)
    shown_somewhere = {path.partition(".")[0] for path in (*found.read_back, *found.kept)}

    assert {prop.name for prop in provider(found.type).properties} - shown_somewhere == set()


@pytest.mark.slow
def test_bucket_in_particular() -> None:
    bucket = fidelity_of("AWS::S3::Bucket")

    assert "VersioningConfiguration.Status" in bucket.read_back
    assert bucket.kept["AccelerateConfiguration.AccelerationStatus"] == "Transfers are no faster."
    assert "InventoryConfigurations" in bucket.absent


def with_examples(of: type[Provider], *examples: dict[str, Any]) -> Provider:
    class Copy(of):  # type: ignore[misc, valid-type]
        pass

    Copy.examples = examples
    return Copy()


def test_property_that_does_not_read_back_is_not_proven_by_declaring_it() -> None:
    bucket = type(provider("AWS::S3::Bucket"))

    found = fidelity(with_examples(bucket, {"AbacStatus": "Enabled", "VersioningConfiguration": {"Status": "Enabled"}}))

    assert found.read_back == ("VersioningConfiguration.Status",)
    assert "AbacStatus" in found.absent


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


@pytest.mark.long
def test_summary_counts_all_types() -> None:
    found = fidelities()

    assert f"Of the {sum(one.writable for one in found)} properties" in summary()
    assert f"on the {len(found)} resource types" in summary()


@pytest.mark.parametrize("entry", sampled(LIMITS, 4, slow=11))
def test_limit_is_shown_as_the_page_says(entry: Limit) -> None:
    assert limit(entry) in PAGE.read_text(encoding="utf-8")
    assert Sandbox.live() is None


@pytest.mark.parametrize("entry", sampled(BEHAVIOURS, 4, slow=11))
def test_behaviour_is_shown_as_the_page_says(entry: Behaviour) -> None:
    assert behaviour(entry) in PAGE.read_text(encoding="utf-8")
    assert Sandbox.live() is None


@pytest.mark.parametrize("folder", services.names())
def test_every_module_by_which_a_service_acts_is_told_of_in_its_own_folder(folder: str) -> None:
    assert untold(folder, behaviour_modules(folder), behaviours().get(f"services.{folder}", ())) == []


def test_module_without_an_entry_is_named_with_its_service() -> None:
    entries = [entry for entry in behaviours()["services.s3"] if "access_logs" not in entry.modules]

    assert untold("s3", behaviour_modules("s3"), entries) == [
        "services/s3/fidelity.py tells nothing of behaviours/access_logs.py"
    ]
    assert untold("sqs", [], behaviours()["services.sqs"]) == [
        "services/sqs/fidelity.py tells of behaviours/queue_checks.py, not there",
        "services/sqs/fidelity.py tells of behaviours/queue_metrics.py, not there",
    ]


def test_every_service_that_makes_resources_says_how_close_it_comes() -> None:
    assert list(services_without("fidelity", SERVICES)) == []


def test_service_that_says_nothing_is_found(tmp_path: Path) -> None:
    for place in ("queues/resources", "topics/resources", "sessions"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "queues" / "fidelity.py").touch()

    assert list(services_without("fidelity", tmp_path)) == ["topics"]


def test_every_service_that_makes_resources_asks_iam_or_says_that_it_does_not() -> None:
    assert list(unasked(SERVICES)) == []


def test_service_that_asks_nothing_of_iam_and_does_not_say_so_is_named(tmp_path: Path) -> None:
    for place in ("queues/resources", "topics/resources", "streams/resources"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place).with_name("fidelity.py").write_text("LIMITS = ()\n")
    (tmp_path / "queues" / "permissions.py").touch()
    (tmp_path / "streams" / "fidelity.py").write_text("NO_PERMISSIONS = Limit()\nLIMITS = (\n    NO_PERMISSIONS,\n)\n")

    assert list(unasked(tmp_path)) == [
        "services/topics has no permissions.py, and its fidelity.py has no NO_PERMISSIONS among its LIMITS"
    ]


def test_what_a_module_leaves_out_is_told_in_its_own_words_at_its_service(tmp_path: Path) -> None:
    package = tmp_path / "patterns"
    for place in ("iam", "sandbox/services/sqs/resources", "sandbox/stacks", "template", "recipes"):
        (package / place).mkdir(parents=True)
    queues = package / "sandbox" / "services" / "sqs" / "resources"
    (queues / "dead_letters.py").write_text('"""Queues.\n\nNot modelled: long polling,\nand age. More.\n"""\n')
    (queues / "whole.py").write_text('"""Topics. Not here: queues."""\n')
    (package / "sandbox" / "stacks" / "drift.py").write_text('"""Drift. Not modelled yet: lists."""\n')
    (package / "template" / "rules.py").write_text('"""Rules. Not modelled: Fn::RefAll."""\n')
    (package / "recipes" / "other.py").write_text('"""A recipe. Not modelled: everything else."""\n')

    assert left_out(package) == {
        "sandbox.services.sqs": [("dead letters", "long polling, and age.")],
        "sandbox.stacks": [("drift", "lists.")],
        "template": [("rules", "Fn::RefAll.")],
    }
