import json

import pytest
import yaml

from patterns import SecureBucket
from patterns.parameters import ParameterError
from patterns.template.source import load


def test_a_pattern_is_an_immutable_value():
    one, same, other = SecureBucket(), SecureBucket(versioning=True), SecureBucket(versioning=False)

    one.to_dict()
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    with pytest.raises(ValueError, match="frozen"):
        one.versioning = False


def test_its_repr_is_the_line_that_makes_it():
    changed = SecureBucket(noncurrent_days=7, cors_origins=("https://www.example.com",))

    assert repr(SecureBucket()) == "SecureBucket()"
    assert repr(changed) == "SecureBucket(cors_origins=('https://www.example.com',), noncurrent_days=7)"
    assert eval(repr(changed)) == changed


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"noncurrent_days": 0}, "noncurrent_days = 0 is under the limit of 1 days: choose 1 to 3650 days"),
        ({"versioning": "yes"}, "versioning = 'yes' is not a switch: choose True or False"),
        ({"versionning": True}, "versionning = True is not a parameter of SecureBucket: did you mean versioning?"),
        ({"zzz": 1}, "zzz = 1 is not a parameter of SecureBucket: its parameters are encryption, tls_only"),
        ({"owner_email": "<script>"}, "owner_email = '<script>' does not have the right form: write an e-mail"),
        ({"owner_email": "a%b@example.com"}, "owner_email = 'a%b@example.com' does not have the right form"),
    ],
)
def test_a_bad_value_is_an_error_naming_the_limit(values, message):
    with pytest.raises(ParameterError) as refused:
        SecureBucket(**values)

    assert str(refused.value).startswith(message)


def test_with_gives_a_validated_copy():
    bucket = SecureBucket(versioning=False)

    assert bucket.with_(noncurrent_days=7).changes == {"versioning": False, "noncurrent_days": 7}
    assert bucket.changes == {"versioning": False}
    with pytest.raises(ParameterError, match="over the limit of 3650 days"):
        bucket.with_(noncurrent_days=4000)


def test_parameters_stand_in_the_order_of_the_page_those_of_the_deployment_last():
    names = list(SecureBucket.parameters())

    assert names[0] == "encryption"
    assert names[-4:] == ["environment", "project", "cost_center", "owner_email"]
    assert list(SecureBucket().values) == names


def test_every_rendering_says_the_same():
    bucket = SecureBucket()

    assert load(bucket.to_yaml()).body == bucket.to_dict()
    assert json.loads(bucket.to_json()) == bucket.to_dict()
    assert bucket.template.to_dict() == bucket.to_dict()
    assert "!Ref" in bucket.to_yaml()


def test_what_is_handed_out_is_the_readers_own():
    bucket = SecureBucket()

    bucket.to_dict()["Resources"].clear()

    assert bucket.template is not bucket.template
    assert list(bucket.to_dict()["Resources"]) == ["LogBucket", "Bucket", "BucketPolicy", "LogBucketPolicy"]


def test_it_carries_values_for_the_parameters_of_its_template():
    bucket = SecureBucket(environment="prod", owner_email="team@example.org")

    declared = yaml.safe_load(bucket.to_json())["Parameters"]
    assert bucket.deploy_parameters == {
        "Environment": "prod",
        "ProjectName": "cookbook",
        "CostCenter": "4711",
        "OwnerEmail": "team@example.org",
    }
    assert declared["Environment"]["Default"] == "dev"
    assert declared["OwnerEmail"].keys() == {
        "Type", "AllowedPattern", "MaxLength", "ConstraintDescription", "Description",
    }  # fmt: skip


def test_names_follow_from_the_class():
    assert SecureBucket.recipe_name() == "secure_bucket"
    assert SecureBucket().name == "secure-bucket"
    assert SecureBucket.summary() == "Private, encrypted, versioned storage that records who touched it."


def test_a_subclass_with_a_default_of_its_own_keeps_the_parameter():
    class AcmeBucket(SecureBucket):
        noncurrent_days: int = 90

    chosen = AcmeBucket(noncurrent_days=45)

    assert (AcmeBucket().noncurrent_days, AcmeBucket.default("noncurrent_days")) == (90, 90)
    assert (repr(chosen), chosen.with_(versioning=True).noncurrent_days) == ("AcmeBucket(noncurrent_days=45)", 45)
    assert SecureBucket().noncurrent_days == 30
    with pytest.raises(ParameterError, match="noncurrent_days = -4 is under the limit of 1 days"):
        AcmeBucket(noncurrent_days=-4)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ({"noncurrent_days": -4}, "noncurrent_days: its default -4 is under the limit of 1 days"),
        ({"extra_days": 4}, "extra_days is a field but no parameter"),
    ],
)
def test_a_subclass_that_could_not_be_a_recipe_is_refused_when_it_is_defined(field, message):
    annotations = dict.fromkeys(field, int)

    with pytest.raises(TypeError, match=message):
        type("AcmeBucket", (SecureBucket,), {"__module__": __name__, "__annotations__": annotations, **field})
