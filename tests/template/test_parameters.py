import pytest

from patterns.template.errors import ParameterError, TemplateError
from patterns.template.parameters import masked, stored_names, validated
from patterns.template.resolve import resolve
from patterns.template.source import load
from patterns.template.values import Unknown


def document(**declared):
    return load({"Parameters": declared, "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}})


def value(form, given=None):
    return validated(document(P=form), {} if given is None else {"P": given})["P"]


@pytest.mark.parametrize(
    ("form", "given", "expected"),
    [
        ({"Type": "String"}, "a", "a"),
        ({"Type": "String"}, True, "true"),
        ({"Type": "String", "Default": 5}, None, "5"),
        ({"Type": "String", "Default": ""}, None, ""),
        ({"Type": "String", "AllowedValues": [1, True]}, "true", "true"),
        ({"Type": "String", "AllowedPattern": "[a-z]+"}, "abc", "abc"),
        ({"Type": "String", "AllowedPattern": r"[\p{L}\p{N}_.-]*"}, "né", "né"),
        ({"Type": "Number"}, 5, "5"),
        ({"Type": "Number", "MinValue": 1, "MaxValue": "10"}, "2.5", "2.5"),
        ({"Type": "List<Number>"}, "1, 2", ["1", "2"]),
        ({"Type": "List<Number>"}, [1, 2], ["1", "2"]),
        ({"Type": "CommaDelimitedList", "Default": "a, b ,c"}, None, ["a", "b", "c"]),
        ({"Type": "CommaDelimitedList", "Default": ""}, None, [""]),
        ({"Type": "CommaDelimitedList", "AllowedPattern": "[a-z]"}, "a,b", ["a", "b"]),
    ],
)
def test_a_valid_value_becomes_what_ref_yields(form, given, expected):
    assert value(form, given) == expected


STRING, NUMBER, WORDS = {"Type": "String"}, {"Type": "Number"}, {"Type": "CommaDelimitedList"}
REFUSED = {
    "choice": (
        {**STRING, "AllowedValues": ["dev", "prod"]},
        "qa",
        "must be one of AllowedValues [dev, prod] (given: 'qa')",
    ),
    "pattern": ({**STRING, "AllowedPattern": "[a-z]+"}, "abc1", "must match pattern [a-z]+ (given: 'abc1')"),
    "short": ({**STRING, "MinLength": 3}, "ab", "must contain at least 3 characters"),
    "long": ({**STRING, "MaxLength": "3"}, "abcd", "must contain at most 3 characters"),
    "quota": (STRING, "x" * 4097, "must be at most 4096 bytes (given: '4097 bytes')"),
    "word": (NUMBER, "abc", "must be a number (given: 'abc')"),
    "infinity": (NUMBER, "inf", "must be a number"),
    "small": ({**NUMBER, "MinValue": 1}, 0, "must be a number not less than 1 (given: '0')"),
    "large": ({**NUMBER, "MaxValue": 10}, 11, "must be a number not greater than 10 (given: '11')"),
    "word in numbers": ({"Type": "List<Number>"}, "1,a", "must be a number (given: 'a')"),
    "choice in list": ({**WORDS, "AllowedValues": ["a"]}, "a,b", "must be one of AllowedValues [a] (given: 'b')"),
    "pattern in list": ({**WORDS, "AllowedPattern": "[a-z]"}, "a,B", "must match pattern [a-z] (given: 'B')"),
    "described": (
        {**STRING, "AllowedPattern": "[a-z]+", "ConstraintDescription": "lower-case letters only"},
        "A",
        "failed to satisfy constraint: lower-case letters only (given: 'A')",
    ),
    "a secret": (
        {**STRING, "MinLength": 9, "NoEcho": True},
        "hunter2",
        "must contain at least 9 characters (given: '****')",
    ),
    "a mapping": (STRING, {"a": "b"}, "must be a text, a number or a list, not dict"),
}


@pytest.mark.parametrize(("form", "given", "message"), REFUSED.values(), ids=REFUSED)
def test_a_value_outside_its_constraint_is_refused_with_the_line(form, given, message):
    with pytest.raises(ParameterError) as caught:
        value(form, given)

    assert caught.value.message.startswith("Parameter 'P' ")
    assert message in caught.value.message
    assert caught.value.line == 2


def test_a_default_is_held_to_the_constraint():
    with pytest.raises(ParameterError, match="must be one of AllowedValues"):
        value({**STRING, "Default": "qa", "AllowedValues": ["dev"]})


def test_values_that_are_missing_are_named_together():
    with pytest.raises(ParameterError, match=r"Parameters: \[A, B\] must have values \(line 2\)"):
        validated(document(A=STRING, B=NUMBER, C={**STRING, "Default": "x"}), {})


def test_a_missing_value_is_open_where_a_template_is_only_read():
    assert validated(document(A=STRING), {}, strict=False) == {"A": Unknown("${A}", frozenset({("A", "Ref")}))}


def test_values_that_nobody_declared_are_named():
    with pytest.raises(ParameterError, match=r"Parameters: \[B, C\] do not exist in the template"):
        validated(document(A=STRING), {"A": "x", "B": "y", "C": "z"})


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("AWS::EC2::VPC::Id", "vpc-1", "vpc-1"),
        ("List<AWS::EC2::Subnet::Id>", "subnet-1, subnet-2", ["subnet-1", "subnet-2"]),
        ("List<String>", ["a", "b"], ["a", "b"]),
        ("AWS::SSM::Parameter::Name", "/a", "/a"),
    ],
)
def test_an_id_of_the_account_is_taken_as_it_is_given(kind, given, expected):
    assert value({"Type": kind}, given) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("AWS::SSM::Parameter::Value<String>", "one, two"),
        ("AWS::SSM::Parameter::Value<List<String>>", ["one", "two"]),
        ("AWS::SSM::Parameter::Value<CommaDelimitedList>", ["one", "two"]),
        ("AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>", ["one", "two"]),
    ],
)
def test_a_stored_value_is_open_until_it_is_looked_up_and_says_where_it_is(kind, expected):
    declared = document(P={"Type": kind, "Default": "/a/b"})

    assert validated(declared, {})["P"] == Unknown("{{resolve:ssm:/a/b}}", frozenset({("P", "Ref")}))
    assert validated(declared, {}, stored={"P": "one, two"})["P"] == expected


def test_the_names_of_stored_values_are_those_given_or_the_defaults():
    stored = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/default"}

    assert stored_names(document(A=stored, B=stored, C=STRING), {"B": "/given", "C": "x"}) == {
        "A": "/default",
        "B": "/given",
    }


def test_a_constraint_on_a_stored_value_holds_for_its_name():
    form = {"Type": "AWS::SSM::Parameter::Value<String>", "AllowedPattern": "/app/.*"}

    with pytest.raises(ParameterError, match="must match pattern"):
        value(form, "/other/x")


@pytest.mark.parametrize(
    "kind",
    [
        "List<AWS::EC2::KeyPair::KeyName>",
        "List<CommaDelimitedList>",
        "AWS::EC2::Vpc::Id",
        "AWS::SSM::Parameter::Value<SecureString>",
        "AWS::SSM::Parameter::Value<AWS::SSM::Parameter::Value<String>>",
    ],
)
def test_a_type_that_there_is_not_is_refused(kind):
    with pytest.raises(TemplateError, match="Template format error: Unrecognized parameter type: "):
        value({"Type": kind}, "x")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"Type": "Text"}, "Unrecognized parameter type: Text"),
        ({**STRING, "Defualt": "a"}, "Invalid template parameter property 'Defualt'"),
        ({**STRING, "Default": ["a"]}, "Every Default member must be a string"),
        (
            {**STRING, "AllowedPattern": "["},
            "AllowedPattern of parameter P must be a regular expression that can",
        ),
        ({**STRING, "AllowedValues": "a"}, "AllowedValues of parameter P must be a list"),
        ({**STRING, "MinLength": "x"}, "MinLength of parameter P must be a number"),
    ],
)
def test_a_malformed_declaration_is_refused(form, message):
    with pytest.raises(TemplateError) as caught:
        value(form, None if "Default" in form else "a")

    assert message in caught.value.message


def test_a_secret_is_shown_masked():
    declared = document(A={**STRING, "NoEcho": "true"}, B={**STRING, "NoEcho": False}, C=STRING)

    assert masked(declared, {"A": "x", "B": "y", "C": "z"}) == {"A": "****", "B": "y", "C": "z"}


@pytest.mark.parametrize("given", [[("P", "a")], "P=a", 5])
def test_parameters_that_are_no_mapping_are_refused(given):
    with pytest.raises(ParameterError, match="Parameters must be a mapping of names to values, not a"):
        resolve({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}, parameters=given)


@pytest.mark.parametrize("given", [10**5000, [10**5000], [None], [[1]]], ids=["number", "numbers", "nothing", "lists"])
def test_a_value_that_no_template_holds_is_refused(given):
    with pytest.raises(ParameterError, match=r"must be at most 4096 bytes|must be a text, a number or a list"):
        value({"Type": "CommaDelimitedList"}, given)
