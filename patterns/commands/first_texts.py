"""The files of a first recipe of one's own, as text."""

from __future__ import annotations

PACKAGES = {
    "": "Recipes, exercises and checks of our own, found by aws-patterns.",
    "recipes": "One module per recipe, each with a class named like it.",
    "exercises": "One module per recipe, named like it, with EXERCISES in the order of its page.",
    "checks": "One module per check, each with its RULE.",
}

RECIPE = '''\
"""{class_name}: a bucket that keeps what is overwritten for as long as the team chooses."""

from __future__ import annotations

from typing import Annotated, ClassVar

from patterns import SecureBucket
from patterns.authoring import Exports, Number, Parameter, Pattern, Scope


class {class_name}(Pattern):
    """Storage of the team, private and recoverable."""

    title: ClassVar[str] = "How long can a mistake be undone?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 10
    path: ClassVar[str] = "Our own"
    after: ClassVar[tuple[str, ...]] = ("secure_bucket",)

    kept_days: Annotated[
        int,
        Parameter(
            Number(
                label="Old versions kept", group="Recovery", unit="days", minimum=1, maximum=365,
                help="How long a mistake can be undone; after that, old versions stop costing.",
            )
        ),
    ] = 30

    def build(self, scope: Scope) -> Exports:
        """The bucket of the cookbook, with our own parameter."""
        made = scope.include("Store", SecureBucket(noncurrent_days=self.kept_days))
        return Exports(bucket=made.bucket)
'''

EXERCISES = '''\
"""The exercises of {name}: settled by what happens in the account."""

from __future__ import annotations

from patterns.authoring import Condition, Exercise, Kind, Trial

FORGETFUL = """\\
Resources:
  Store:
    Type: AWS::S3::Bucket
"""


def _first_text_kept(trial: Trial) -> str:
    s3 = trial.aws.client("s3")
    buckets = [part.physical_id for part in map(trial.stack.__getitem__, trial.stack) if part.type == "AWS::S3::Bucket"]
    for bucket in buckets:
        for text in (b"first", b"second"):
            s3.put_object(Bucket=bucket, Key="note.txt", Body=text)
    kept = [len(s3.list_object_versions(Bucket=bucket)["Versions"]) for bucket in buckets]
    return "" if 2 in kept else f"of two versions of an object, each bucket keeps {{max(kept, default=0)}}"


EXERCISES = [
    Exercise(
        name="{exercise}",
        kind=Kind.FIX,
        question="Somebody overwrites note.txt by mistake. Change the template so that the first text is still there.",
        conditions=(Condition("what was overwritten is kept", _first_text_kept),),
        hints=("S3 keeps old versions of a bucket that is told to.", "The property is VersioningConfiguration."),
        start=FORGETFUL,
    )
]
'''

TESTS = '''\
"""What {name} promises, tried in an account that is simulated in the process."""

import pytest

from patterns import {class_name}, check, exercise
from patterns.authoring import ParameterError


def test_the_recipe_has_no_findings():
    assert check({class_name}(), lint=False) == []


def test_it_deploys_whole_and_does_not_drift(sandbox):
    stack = sandbox.deploy({class_name}())

    assert stack.status == "CREATE_COMPLETE"
    assert stack.drift() == {{}}


def test_old_versions_go_after_the_days_that_were_chosen(sandbox):
    stack = sandbox.deploy({class_name}(kept_days=7))

    rules = stack["StoreBucket"].actual["LifecycleConfiguration"]["Rules"]
    assert [rule["NoncurrentVersionExpiration"] for rule in rules if "NoncurrentVersionExpiration" in rule] == [
        {{"NoncurrentDays": 7}}
    ]


def test_a_value_over_the_limit_is_refused():
    with pytest.raises(ParameterError, match="kept_days = 366 is over the limit of 365 days"):
        {class_name}(kept_days=366)


def test_the_exercise_is_not_solved_by_its_start_and_is_by_the_recipe():
    question = exercise("{exercise}")

    assert not question.check(question.start).solved
    assert question.check({class_name}()).solved
'''

PAGE = (
    ("# How long can a mistake be undone?\n\n**You will learn** what S3 keeps. **Time:** 10 minutes.", None),
    (
        "from patterns import {class_name}, Sandbox, check, exercise\n"
        "aws = Sandbox(seed=0).start()\n"
        "{name} = {class_name}(kept_days=7)",
        None,
    ),
    ("## What do the checks say?", None),
    ("[finding.id for finding in check({name}, lint=False)]", "[]"),
    ("## What does AWS make of it?", None),
    ("stack = aws.deploy({name})\nstack.status", "'CREATE_COMPLETE'"),
    ("## Exercise", None),
    ('exercise("{exercise}")', None),
    ("## The proof", None),
    ("assert stack.drift() == {{}}", None),
)
"""Source of each cell, and the text that its result shows."""

HOUSE = """\
# What holds for everything in this folder and below: the cookbook's docs/house.md says what else can be written here.
recipes = ["{folder}"]
"""


def exercise_name(name: str) -> str:
    """What the exercise of a recipe is called."""
    return f"undo_with_{name}"


def texts(name: str) -> dict[str, str]:
    """The text of each file, by its path in the folder."""
    return {
        f"recipes/{name}.py": _filled(RECIPE, name),
        f"exercises/{name}.py": _filled(EXERCISES, name),
        f"tests/test_{name}.py": _filled(TESTS, name),
    }


def package(name: str) -> str:
    """The `__init__.py` of the folder or of one in it."""
    return f'"""{PACKAGES[name]}"""\n'


def page(name: str) -> list[tuple[str, str | None]]:
    """The cells of the notebook."""
    return [(_filled(source, name), output) for source, output in PAGE]


def house(folder: str) -> str:
    """The `aws-patterns.toml` beside a folder."""
    return HOUSE.format(folder=folder)


def _filled(text: str, name: str) -> str:
    class_name = "".join(part.capitalize() for part in name.split("_"))
    return text.format(name=name, class_name=class_name, exercise=exercise_name(name))
