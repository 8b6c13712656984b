"""What CloudFormation settles whichever branch is taken."""

import pytest

from patterns.template.errors import TemplateError
from patterns.template.graph import dependencies
from patterns.template.resolve import resolve

BASE = """\
Parameters: {P: {Type: String, Default: one}, Letters: {Type: String, Default: a_b}}
Mappings: {Site: {one: {A: x}, two: {A: y, B: z}}}
Conditions: {IsTwo: !Equals [!Ref P, two]}
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
"""
LOOKED_UP = "!FindInMap [Site, !Ref P, B]"


@pytest.mark.parametrize(
    "where",
    [
        "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !If [IsTwo, %s, q]}}\n",
        "  Q: {Type: AWS::SQS::Queue, Condition: IsTwo, Properties: {QueueName: %s}}\n",
        "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !If [IsTwo, !Join ['', [!Sub ['${b}', {b: %s}]]], q]}}\n",
        "  Q: {Type: AWS::SQS::Queue, Metadata: {a: !If [IsTwo, %s, q]}}\n",
        "Outputs: {O: {Condition: IsTwo, Value: %s}}\n",
    ],
)
def test_a_mapping_is_looked_up_in_branches_that_are_not_taken_too(where):
    with pytest.raises(TemplateError) as caught:
        resolve(BASE + where % LOOKED_UP)

    assert (caught.value.message, caught.value.line) == ("Template error: Unable to get mapping for Site::one::B", 6)
    assert resolve(BASE + where % LOOKED_UP, parameters={"P": "two"}).parameters["P"] == "two"


def test_a_default_value_stands_in_for_a_key_that_is_not_there():
    text = (
        "Transform: AWS::LanguageExtensions\n"
        + BASE
        + "Outputs: {O: {Value: !FindInMap [Site, x, B, {DefaultValue: d}]}}\n"
    )

    assert resolve(text).outputs["O"].value == "d"


RESOURCES = "The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs."
LETTERS = "must be specified and consist only of alphanumeric characters, colons, or hyphens"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("!Sub '${AWS::StackName}-${V}'", RESOURCES),
        ("!Ref V", RESOURCES),
        ("!GetAtt V.CidrBlock", RESOURCES),
        ("!Join ['-', [a, !ImportValue b]]", RESOURCES),
        ("!Select [0, !GetAZs '']", RESOURCES),
        ("MY_EXPORT", LETTERS),
        ("a b", LETTERS),
        ("a.b", LETTERS),
        ("''", LETTERS),
        ("[a]", LETTERS),
        ("!Ref Letters", LETTERS),
    ],
)
def test_a_name_that_nothing_can_be_exported_under_is_refused(name, message):
    with pytest.raises(TemplateError) as caught:
        resolve(BASE + f"Outputs: {{O: {{Value: a, Export: {{Name: {name}}}}}}}\n")

    assert message in caught.value.message
    assert caught.value.message.startswith("Template format error: Output O is malformed.")


@pytest.mark.parametrize(
    "name", ["!Sub '${AWS::StackName}-${P}:x'", "!FindInMap [Site, one, A]", "!If [IsTwo, a, b]", "5"]
)
def test_a_name_made_of_parameters_is_exported(name):
    assert resolve(BASE + f"Outputs: {{O: {{Value: a, Export: {{Name: {name}}}}}}}\n").outputs["O"].export


def test_a_description_without_quotes_is_a_text_too():
    assert resolve(BASE + "Outputs: {O: {Value: a, Description: 5}}\n").outputs["O"].description == "5"


def test_the_name_of_an_import_must_not_depend_on_resources():
    queue = "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !ImportValue %s}}\n"

    with pytest.raises(TemplateError, match="the attribute in Fn::ImportValue must not depend on any resources"):
        resolve(BASE + queue % "{'Fn::Sub': '${V}-name'}")
    assert resolve(BASE + queue % "{'Fn::Sub': '${P}-name'}").imports == {"one-name"}


EXTENDED = """\
Transform: AWS::LanguageExtensions
Parameters: {N: {Type: String, Default: a1}}
Mappings: {M: {x: {Name: Qa1}}}
Conditions: {IsIt: !Equals [{Ref: {"Fn::Sub": "${Of}"}}, a1]}
Resources:
  Qa1: {Type: AWS::SQS::Queue}
  P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: %s}}
""".replace("{Of}", "{Letter}").replace("Parameters: {", "Parameters: {Letter: {Type: String, Default: N}, ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{'Fn::GetAtt': [{'Fn::Sub': ['Q${E}', {E: a1}]}, Arn]}", "${Qa1.Arn}"),
        ("{'Fn::GetAtt': [{'Fn::Sub': 'Q${N}'}, !Join ['', [A, rn]]]}", "${Qa1.Arn}"),
        ("{Ref: {'Fn::FindInMap': [M, x, Name]}}", "${Qa1}"),
        ("{Ref: {'Fn::If': [IsIt, Qa1, P]}}", "${Qa1}"),
        ("!Sub ['${a}', {a: {Ref: !Sub 'Q${N}'}}]", "${Qa1}"),
    ],
)
def test_functions_make_the_names_of_resources_with_the_transform(value, said):
    resolved = resolve(EXTENDED % value)

    assert resolved.resources["P"].properties["Value"].text == said
    assert dependencies(resolved)["P"] == {"Qa1"}
    with pytest.raises(TemplateError, match=r"every (Ref|Fn::GetAtt) object"):
        resolve(
            (EXTENDED % value)
            .replace("Transform: AWS::LanguageExtensions\n", "")
            .replace('{Ref: {"Fn::Sub": "${Letter}"}}', "a")
        )


def test_a_name_that_a_function_makes_must_be_there():
    with pytest.raises(TemplateError, match="references undefined resource Qb"):
        resolve(EXTENDED % "{'Fn::GetAtt': [{'Fn::Sub': 'Qb'}, Arn]}")


def test_one_name_is_exported_once():
    twice = BASE + "Outputs:\n  O: {Value: a, Export: {Name: n}}\n  P2: {Value: b, Export: {Name: !Join ['', [n]]}%s}\n"

    with pytest.raises(TemplateError, match=r"contains duplicate Export names: \[n\]. Specify a unique name"):
        resolve(twice % "")
    assert len(resolve(twice % ", Condition: IsTwo").outputs) == 1
