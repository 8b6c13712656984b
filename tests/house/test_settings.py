"""`aws-patterns.toml`: found, read, refused, and followed by recipes, checks, pages, command line and export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from patterns import Sandbox, catalogue, check, cli, explore, export
from patterns.house import settings
from patterns.house.settings import HouseError, using

HOUSE = """\
[tags.Team]
required = true
values = ["shop", "data"]
default = "shop"

[defaults]
cost_center = "0815"

[defaults.secure_bucket]
noncurrent_days = 90

[limits]
monthly_usd = 50
"""
TWO = """\
Resources:
  Plain: {Type: AWS::SQS::Queue}
  Wrong: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: Team, Value: nobody}]}}
  Right: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: Team, Value: data}]}}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    path = tmp_path / "aws-patterns.toml"
    path.write_text(HOUSE)
    return path


def own(findings: list) -> list[tuple[str, str]]:
    return [finding.key for finding in findings if finding.id.startswith("HOUSE")]


def test_the_nearest_file_upward_holds_and_none_where_the_environment_says_so(house, monkeypatch):
    (house.parent / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(house.parent / "a" / "b")

    assert settings.current().file == house
    monkeypatch.setenv(settings.VARIABLE, "")
    assert settings.current() is settings.NONE
    monkeypatch.setenv(settings.VARIABLE, str(house))
    with Sandbox():
        assert settings.current().file == house


def test_recipes_have_the_defaults_of_the_house_and_keep_bounds_label_help_and_with(house):
    plain = catalogue.recipe("secure_bucket")

    with using(house):
        bucket = catalogue.recipe("secure_bucket")
        assert (bucket().noncurrent_days, bucket().cost_center, bucket().recipe_name()) == (90, "0815", "secure_bucket")
        assert bucket.parameters() == plain.parameters()
        assert bucket.summary() == plain.summary()
        assert bucket().with_(noncurrent_days=30).changes == {"noncurrent_days": 30}
        with pytest.raises(ValueError, match="noncurrent_days = 0 is under the limit of 1 days"):
            bucket(noncurrent_days=0)
        assert catalogue.recipe("spot_fleet")().cost_center == "0815"

    assert catalogue.recipe("secure_bucket") is plain


def test_tags_that_are_missing_or_not_allowed_are_findings(house):
    with using(house):
        found = check(TWO, lint=False)

    assert own(found) == [("HOUSE-TAG-Team", "Plain"), ("HOUSE-VALUE-Team", "Wrong")]
    assert own(check(TWO, lint=False)) == []


def test_a_tag_with_a_default_is_on_what_recipes_make(house):
    with using(house):
        bucket = catalogue.recipe("secure_bucket")()
        tags = bucket.to_dict()["Resources"]["Bucket"]["Properties"]["Tags"]

        assert {"Key": "Team", "Value": "shop"} in tags
        assert own(check(bucket, lint=False)) == []


def test_values_chosen_at_deployment_are_judged_where_they_are_known(house):
    house.write_text('[tags.CostCenter]\npattern = "08[0-9]{2}"\n')

    with using(house):
        recipe = catalogue.recipe("secure_bucket")
        assert {rule for rule, _ in own(check(recipe(), lint=False))} == {"HOUSE-VALUE-CostCenter"}
        assert own(check(recipe(cost_center="0815"), lint=False)) == []


@pytest.mark.slow
def test_a_bill_over_the_limit_is_a_finding_of_the_whole_template(house):
    with using(house):
        found = check(catalogue.recipe("three_tier_vpc")(), lint=False)
        [over] = [finding for finding in found if finding.id == "HOUSE-COST"]
        assert own(check(catalogue.recipe("secure_bucket")(), lint=False)) == []

    assert (over.title, over.resource) == ("It costs more than $50.00 a month", "")


def test_the_page_follows(house):
    with using(house):
        page = explore(TWO)
        assert explore(catalogue.recipe("secure_bucket")()).source.noncurrent_days == 90

        assert {"HOUSE-TAG-Team", "HOUSE-VALUE-Team"} <= {finding.id for finding in page.view.findings}


@pytest.mark.slow
def test_the_export_follows(house, tmp_path):
    with using(house):
        export(TWO, tmp_path / "out")

    assert "HOUSE-TAG-Team" in (tmp_path / "out" / "README.md").read_text()


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_line_follows(house, tmp_path, capsys, as_json):
    (tmp_path / "two.yaml").write_text(TWO)
    arguments = ["--house", str(house), "check", str(tmp_path / "two.yaml"), "--no-lint", "--fail-on", "medium"]

    with pytest.raises(SystemExit) as ended:
        cli.main([*arguments, "--json"] if as_json else arguments)

    said = capsys.readouterr().out
    assert ended.value.code == 1
    ids = [one["id"] for one in json.loads(said)] if as_json else [line.split()[1] for line in said.splitlines()[::3]]
    assert "HOUSE-TAG-Team" in ids
    assert settings.current() is settings.NONE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", "it is no TOML"),
        ("tag = 1", "the file says 'tag', which nothing reads: there are recipes, checks, tags, defaults, limits"),
        ("recipes = 'ours'", "recipes = 'ours' is no list of texts"),
        ("tags = 1", "tags = 1 is no table"),
        ("[tags]\nTeam = 1", "tags.Team is to be a table"),
        ("[tags.Team]\nneeded = true", "[tags.Team] says 'needed', which nothing reads"),
        ("[tags.Team]\nrequired = 1", "[tags.Team] required = 1 is no switch"),
        ("[tags.Team]\npattern = '('", "[tags.Team] pattern = '(' is no regular expression"),
        ("[tags.Team]\nvalues = ['a']\ndefault = 'b'", "[tags.Team] default = 'b' is not one of a"),
        ("[limits]\nmonthly_usd = -1", "[limits] monthly_usd = -1 is no amount of dollars"),
        ("[defaults]\nversioning = true", "[defaults] versioning is no parameter of every recipe"),
        ("[defaults.secure_buckt]\nretain = true", "no recipe is called 'secure_buckt': did you mean secure_bucket?"),
        ("[defaults.secure_bucket]\nretian = true", "retian = True is not a parameter of SecureBucket"),
        ("[defaults.secure_bucket]\nnoncurrent_days = 0", "noncurrent_days = 0 is under the limit of 1 days"),
        ("[defaults.secure_bucket]\nversioning = false\nobject_lock = 'GOVERNANCE'", "needs versioning=True"),
    ],
)
def test_a_file_that_cannot_hold_is_refused_with_its_place(tmp_path, text, said):
    path = tmp_path / "wrong.toml"
    path.write_text(text)

    with pytest.raises(HouseError) as refused, using(path):
        catalogue.recipe("secure_bucket")

    assert str(refused.value).startswith(f"{path}: ")
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--house", "nowhere.toml", "list"])

    assert ended.value.code == 2
    assert "nowhere.toml: it cannot be read" in capsys.readouterr().err
