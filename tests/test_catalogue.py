import subprocess
import sys

import pytest

import patterns
from patterns import catalogue


def test_recipes_are_found_by_their_module():
    assert "secure_bucket" in catalogue.recipe_names()
    assert catalogue.recipes()["secure_bucket"] is patterns.SecureBucket
    assert not any(name.startswith("_") for name in catalogue.recipe_names())


@pytest.mark.parametrize("name", ["SecureBucket", "secure_bucket", "secure-bucket"])
def test_a_recipe_answers_to_each_of_its_names(name):
    assert catalogue.recipe(name).__name__ == "SecureBucket"


@pytest.mark.parametrize(
    ("name", "advice"),
    [("secure_buckt", "did you mean secure_bucket?"), ("zebra", f"there are {', '.join(catalogue.recipe_names())}")],
)
def test_an_unknown_recipe_is_refused_with_advice(name, advice):
    with pytest.raises(catalogue.UnknownRecipeError) as refused:
        catalogue.recipe(name)

    assert str(refused.value).startswith(f"no recipe is called '{name}': {advice}")


def test_checks_are_found_and_sorted_by_id():
    assert list(catalogue.checks()) == sorted(catalogue.checks())
    assert catalogue.checks()["S3-004"].title == "Nothing brings back what is overwritten or deleted"


def test_naming_the_recipes_imports_none():
    code = (
        "from patterns.catalogue import recipe_names; recipe_names(); import sys; print('troposphere' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
