import pytest

from patterns.template.errors import ParameterError, TemplateError, UnsupportedError
from patterns.template.resolve import Resolver
from patterns.template.source import load
from patterns.template.text import to_yaml

TEMPLATE = """\
Parameters:
  Env: {Type: String}
  Sizes: {Type: CommaDelimitedList, Default: "small,large"}
  Domain: {Type: String, Default: ""}
  Vpc: {Type: AWS::EC2::VPC::Id, Default: vpc-1}
Rules:
  Ours:
    RuleCondition: !Equals [!Ref Env, prod]
    Assertions:
      - Assert: %s
        AssertDescription: Not so in production.
Resources:
  Bucket: {Type: AWS::S3::Bucket}
"""


def resolved(assertion, *, strict=True, **parameters):
    return Resolver(load(TEMPLATE % assertion), parameters=parameters, strict=strict)


@pytest.mark.parametrize(
    ("holds", "fails"),
    [
        ("!Contains [[small, large], large]", "!Contains [!Ref Sizes, medium]"),
        ("!EachMemberIn [!Ref Sizes, [small, large, huge]]", "!EachMemberIn [!Ref Sizes, [small]]"),
        ("!EachMemberEquals [[a, a], a]", "!EachMemberEquals [!Ref Sizes, small]"),
        ("!Equals [!Ref Domain, '']", "!Not [!Equals [!Ref Domain, '']]"),
        (
            "!And [!Contains [!Ref Sizes, small], !Equals [!Ref 'AWS::Region', us-east-1]]",
            "!Or [!Contains [!Ref Sizes, medium], !Equals [!Ref 'AWS::Region', eu-west-1]]",
        ),
    ],
)
def test_an_assertion_is_held_where_its_condition_is_true(holds, fails):
    resolved(holds, Env="prod")
    resolved(fails, Env="dev")

    with pytest.raises(ParameterError) as refused:
        resolved(fails, Env="prod")

    assert (refused.value.message, refused.value.line) == ("Not so in production.", 10)


def test_what_is_open_while_a_template_is_read_asserts_nothing():
    resolved("!Equals [!Ref Domain, example.com]", strict=False)

    with pytest.raises(ParameterError, match="Not so in production"):
        resolved("!Equals [!Ref Domain, example.com]", strict=False, Env="prod")


@pytest.mark.parametrize(
    ("lookup", "holds"),
    [
        ("!EachMemberIn [!RefAll 'AWS::EC2::VPC::Id', [vpc-1]]", True),
        ("!EachMemberIn [!RefAll 'AWS::EC2::VPC::Id', [vpc-2]]", False),
        ("!EachMemberEquals [!ValueOfAll ['AWS::EC2::VPC::Id', Tags.Owner], vpc-1/Tags.Owner]", True),
        ("!Contains [!ValueOf [Vpc, DefaultSecurityGroup], vpc-1/DefaultSecurityGroup]", True),
        ("!Contains [!ValueOf [Vpc, DefaultSecurityGroup], sg-1]", False),
    ],
)
def test_rules_ask_what_parameters_hold_and_the_account_what_they_name(lookup, holds):
    def look_up():
        asked = {"Env": "prod"}
        Resolver(load(TEMPLATE % lookup), parameters=asked, strict=True, attribute=lambda _, one, name: f"{one}/{name}")

    if holds:
        look_up()
    else:
        with pytest.raises(ParameterError, match="Not so in production"):
            look_up()


@pytest.mark.parametrize(
    ("lookup", "message"),
    [
        ("!RefAll [a]", "every Fn::RefAll object requires a parameter type"),
        ("!ValueOf [Vpc]", "every Fn::ValueOf object requires two strings"),
        ("!ValueOf [Other, Tags.a]", "requires the name of a parameter, and there is no Other"),
        (
            "!ValueOf [Vpc, CidrBlock]",
            "AWS::EC2::VPC::Id has DefaultNetworkAcl, DefaultSecurityGroup, Tags.*, not Cidr",
        ),
        ("!ValueOf [Env, Tags.a]", "String has none, not Tags.a"),
    ],
)
def test_what_no_lookup_takes_is_refused(lookup, message):
    with pytest.raises(TemplateError) as refused:
        resolved(f"!Contains [{lookup}, a]", Env="prod")

    assert message in refused.value.message


def test_an_assertion_over_what_the_account_holds_is_refused_when_it_would_be_deployed():
    lookup = "!EachMemberIn [!ValueOfAll ['AWS::EC2::VPC::Id', Tags.Owner], [me]]"
    resolved(lookup, strict=False, Env="prod")

    with pytest.raises(UnsupportedError, match=r"The rule Ours depends on .*Fn::ValueOfAll\(AWS::EC2::VPC::Id"):
        resolved(lookup, Env="prod")


@pytest.mark.parametrize(
    ("assertion", "message"),
    [
        ("!Contains [a]", "every Fn::Contains object requires a list of strings and a string"),
        ("!Equals [!Ref Bucket, a]", "Cannot reference resources in the Rules block of the template"),
        ("{Condition: Production}", "Rules can only be boolean operations on parameters; Condition is not one"),
        ("!If [Production, a, b]", "Rules can only be boolean operations on parameters; Fn::If is not one"),
        ("yes", "Rules can only be boolean operations on parameters"),
    ],
)
def test_what_is_no_assertion_is_refused(assertion, message):
    with pytest.raises(TemplateError) as refused:
        resolved(assertion, Env="prod")

    assert message in refused.value.message


@pytest.mark.parametrize(
    "rule", [{}, {"Assertions": []}, {"Assertions": [{}]}, {"Assertions": [{"Assert": 1}], "If": 1}]
)
def test_a_rule_without_assertions_is_refused(rule):
    with pytest.raises(TemplateError, match="Rule Ours must have Assertions"):
        load({"Rules": {"Ours": rule}, "Resources": {"A": {"Type": "AWS::S3::Bucket"}}})


def test_an_assertion_without_a_description_is_told_by_its_rule():
    form = {"Assertions": [{"Assert": {"Fn::Equals": ["a", "b"]}}]}

    with pytest.raises(ParameterError, match="Assertion 1 of rule Ours is not met"):
        Resolver(load({"Rules": {"Ours": form}, "Resources": {"A": {"Type": "AWS::S3::Bucket"}}}))


def test_rules_are_written_as_they_are_read():
    body = load(TEMPLATE % "!Contains [!Ref Sizes, small]").body

    assert load(to_yaml(body)).body == body
    assert "!Contains" in to_yaml(body)
