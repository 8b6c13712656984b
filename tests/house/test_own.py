"""Recipes, exercises and checks outside this repository: by folder, by file and by entry point, wherever ours are."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import patterns
from patterns import catalogue, check, cli, explore, export
from patterns.explore.gallery import gallery
from patterns.house.settings import HouseError, using

RECIPE = '''
from typing import ClassVar
from patterns import SecureBucket as Base
from patterns.authoring import Exports, Pattern

class {name}(Pattern):
    """Storage of the team."""

    title: ClassVar[str] = "Whose store is it?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 10
    path: ClassVar[str] = "Our own"

    def build(self, scope):
        return Exports(bucket=scope.include("", Base()).bucket)
'''
CHECK = """
from patterns.authoring import Pillar, Rule, Severity

def places(resolved):
    for resource in resolved.resources.values():
        if resource.type == "AWS::S3::Bucket" and "BucketName" in resource.properties:
            yield resource.logical_id, ("BucketName",)

RULE = Rule("{id}", "Buckets have names of their own", "Ours have none.", "our handbook", Pillar.OPERATIONS, "",
            Severity.HIGH, places)
"""
EXERCISES = """
from patterns.authoring import Condition, Exercise, Kind
EXERCISES = [Exercise("{name}", Kind.PREDICT, "What is it?", (Condition("it is one", lambda trial: ""),), ())]
"""
NAMED = {"Resources": {"Named": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "our-notes"}}}}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """An empty shelf whose package no other test has imported."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    folder = tmp_path / f"shelf_{abs(hash(request.node.nodeid))}"
    for kind in ("recipes", "exercises", "checks"):
        (folder / kind).mkdir(parents=True)
    return folder


@pytest.mark.slow
def test_a_folder_of_recipes_is_everywhere_that_ours_are(shelf):
    (shelf / "recipes" / "team_store.py").write_text(RECIPE.format(name="TeamStore"))
    (shelf / "exercises" / "team_store.py").write_text(EXERCISES.format(name="whose_store"))
    (shelf / "checks" / "named_bucket.py").write_text(CHECK.format(id="OUR-001"))

    with using(recipes=[shelf]):
        assert "team_store" in catalogue.recipe_names()
        assert catalogue.recipes()["team_store"].__name__ == "TeamStore"
        assert "TeamStore" in dir(patterns)
        assert patterns.__getattr__("TeamStore")().to_dict()["Resources"]["Bucket"]["Type"] == "AWS::S3::Bucket"
        assert catalogue.exercise("whose_store").question == "What is it?"
        assert "OUR-001" in [finding.id for finding in check(NAMED, lint=False)]
        assert [card.name for card in gallery().paths["Our own"]] == ["team_store"]
        store = patterns.__getattr__("TeamStore")()
        assert explore(store).view.title == "Team store"
        assert Path("template.yaml") in export(store, shelf.parent / "taken")

    assert "team_store" not in catalogue.recipe_names()
    assert "OUR-001" not in [finding.id for finding in check(NAMED, lint=False)]


def test_the_command_line_takes_folders_and_lists_what_is_in_them(shelf, capsys):
    (shelf / "recipes" / "team_shop.py").write_text(RECIPE.format(name="TeamShop"))

    with pytest.raises(SystemExit):
        cli.main(["--recipes", str(shelf), "list", "--json"])

    [own] = [one for one in json.loads(capsys.readouterr().out) if one["name"] == "team_shop"]
    assert own == {
        "name": "team_shop", "summary": "Storage of the team.", "title": "Whose store is it?", "pillar": "Security",
        "minutes": 10,
    }  # fmt: skip


def test_an_installed_distribution_brings_recipes_by_its_entry_point(shelf, monkeypatch):
    (shelf / "recipes" / "installed_store.py").write_text(RECIPE.format(name="InstalledStore"))
    described = shelf.parent / f"{shelf.name}-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {shelf.name}\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text(f"[aws_patterns.recipes]\nours = {shelf.name}\n")
    (shelf.parent / "aws-patterns.toml").touch()
    monkeypatch.syspath_prepend(shelf.parent)

    with using(shelf.parent / "aws-patterns.toml"):
        assert catalogue.recipe("InstalledStore").recipe_name() == "installed_store"


@pytest.mark.parametrize("name", ["rules/named.py", "named_rules"])
def test_a_single_check_is_named_by_its_file_or_its_module(shelf, name):
    (shelf.parent / "rules").mkdir()
    for path in ("rules/named.py", "named_rules.py"):
        (shelf.parent / path).write_text(CHECK.format(id="OUR-002"))
    (shelf.parent / "aws-patterns.toml").write_text(f'checks = ["{name}"]\n')

    with using(shelf.parent / "aws-patterns.toml"):
        assert "OUR-002" in [finding.id for finding in check(NAMED, lint=False)]


def everything() -> None:
    catalogue.recipes()
    catalogue.exercises()
    check(NAMED, lint=False)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("recipes/broken.py", "import nothing_like_it", "recipes.broken: it does not run: ModuleNotFoundError"),
        ("recipes/empty.py", "", "it has no recipe: write class Empty(Pattern)"),
        ("recipes/mute.py", RECIPE.format(name="Mute").replace("title:", "heading:"), "Mute does not say its title"),
        ("recipes/secure_bucket.py", "", "patterns.recipes.secure_bucket has that name already: rename yours"),
        ("exercises/none.py", "", "it has no list EXERCISES"),
        ("exercises/twice.py", EXERCISES.format(name="close_the_shared_bucket"), "another exercise is called"),
        ("checks/none.py", "", "it has no check: write RULE = Rule(...)"),
        ("checks/taken.py", CHECK.format(id="S3-004"), "two checks have the id S3-004"),
        (
            "checks/failing.py",
            CHECK.format(id="OUR-3").replace("yield", "1 / 0 #"),
            "check OUR-3 fails on this template",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(shelf, path, text, said):
    (shelf / path).write_text(text)

    with using(recipes=[shelf]), pytest.raises(HouseError) as refused:
        everything()

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("folder", "said"), [("nowhere", "there is no such folder of recipes"), ("json", "Python has another package")]
)
def test_a_folder_that_python_cannot_import_is_refused(shelf, folder, said):
    (shelf.parent / "json").mkdir()

    with using(recipes=[shelf.parent / folder]), pytest.raises(HouseError, match=said):
        catalogue.recipe_names()
