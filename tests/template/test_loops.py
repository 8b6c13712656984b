"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html."""

import pytest

from patterns.template.errors import TemplateError
from patterns.template.resolve import resolve

HEAD = """\
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: "orders,invoices"}
  Open: {Type: CommaDelimitedList}
Mappings: {Delay: {orders: {seconds: 5}, invoices: {seconds: 9}}}
"""
QUEUES = (
    HEAD
    + """\
Resources:
  Fn::ForEach::Queues:
    - Name
    - %s
    - Queue${Name}:
        Type: AWS::SQS::Queue
        Properties:
          QueueName: !Sub "${AWS::StackName}-${Name}"
"""
)


def looped(collection):
    return QUEUES % collection


def names(template, **more):
    found = resolve(template, stack_name="s", **more).resources
    return {name: resource.properties.get("QueueName") for name, resource in found.items()}


@pytest.mark.parametrize(
    ("collection", "made"),
    [
        ("[a, b]", {"Queuea": "s-a", "Queueb": "s-b"}),
        ("!Ref Names", {"Queueorders": "s-orders", "Queueinvoices": "s-invoices"}),
        ("[!Ref 'AWS::Region']", None),
        ("!Split ['-', 'x-y']", {"Queuex": "s-x", "Queuey": "s-y"}),
        ("[]", None),
    ],
    ids=["texts", "a parameter", "not alphanumeric", "a function", "nothing"],
)
def test_a_loop_makes_a_resource_for_each_of_its_collection(collection, made):
    if made is None:
        with pytest.raises(TemplateError):
            names(looped(collection))
    else:
        assert names(looped(collection)) == made


def test_a_given_parameter_decides_and_one_without_a_value_is_named():
    assert list(names(looped("!Ref Open"), parameters={"Open": "x,y"})) == ["Queuex", "Queuey"]
    with pytest.raises(TemplateError, match="what Fn::ForEach::Queues loops over is not known yet"):
        names(looped("!Ref Open"))


def test_loops_nest_and_stand_in_conditions_properties_and_outputs():
    template = (
        HEAD
        + """\
Conditions:
  Fn::ForEach::Wanted: [Name, !Ref Names, {"Is${Name}": !Equals [!Ref Name, orders]}]
Resources:
  Fn::ForEach::Outer:
    - Name
    - !Ref Names
    - Fn::ForEach::Inner:
        - Part
        - ["a-1", "b_2"]
        - "Queue${Name}&{Part}":
            Type: AWS::SQS::Queue
            Condition: "Is${Name}"
            Properties:
              DelaySeconds: !FindInMap [Delay, !Ref Name, seconds]
              Fn::ForEach::Settings: [Setting, [MessageRetentionPeriod, VisibilityTimeout], {"${Setting}": 60}]
Outputs:
  Fn::ForEach::Told: [Part, ["a-1"], {"Told&{Part}": {Value: !GetAtt "Queueorders&{Part}.Arn"}}]
"""
    )
    resolved = resolve(template)

    assert list(resolved.resources) == ["Queueordersa1", "Queueordersb2"]
    assert resolved.resources["Queueordersa1"].properties == {
        "DelaySeconds": 5, "MessageRetentionPeriod": 60, "VisibilityTimeout": 60,
    }  # fmt: skip
    assert (list(resolved.outputs), resolved.conditions["Isinvoices"]) == (["Tolda1"], False)


def test_what_a_loop_made_has_the_line_of_its_body():
    found = resolve(looped("[a, b]")).document

    assert found.line(("Resources", "Queueb", "Properties", "QueueName")) == 13
    assert found.line(("Resources", "Queuea")) == 10


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (looped("[a, a]"), "Fn::ForEach makes 'Queuea' twice"),
        (
            looped("[a, b]").replace("- Name\n", "- Names\n"),
            "the identifier 'Names' names a parameter or resource as well",
        ),
        (looped("[a, b]").replace("- Name\n", "- a-b\n"), "the identifier 'a-b' is not alphanumeric"),
        (looped("!Sub text"), "a collection is a list of texts, got 'text'"),
        (looped("[{a: b}]"), "a collection is a list of texts"),
        (HEAD + "Resources: {Fn::ForEach::Queues: [Name]}\n", "takes [identifier, collection, {key: value}]"),
        (HEAD + "Resources: {Fn::ForEach::Queues: [Name, [a], text]}\n", "takes [identifier, collection"),
        (looped("[a-b]"), "Resource name Queuea-b is non alphanumeric"),
        (looped("[a]").replace("Transform: AWS::LanguageExtensions\n", ""), "needs Transform: AWS::LanguageExtensions"),
        (looped("[a]").replace("AWS::SQS::Queue", "[]"), "a resource's Type must be a string (line 11)"),
    ],
)
def test_a_loop_that_cannot_be_written_out_is_refused(template, message):
    with pytest.raises(TemplateError) as refused:
        resolve(template)

    assert message in str(refused.value)


@pytest.mark.parametrize(("words", "is_taken"), [("of ${Name}", True), ("of ${Name} in ${AWS::Region}", False)])
def test_the_description_of_a_looped_output_may_name_the_item_alone(words, is_taken):
    text = (
        "Transform: AWS::LanguageExtensions\nResources: {Jobs: {Type: 'AWS::SQS::Queue'}}\nOutputs:\n"
        f"  Fn::ForEach::All: [Name, [A, B], {{'Of${{Name}}': {{Value: x, Description: !Sub '{words}'}}}}]\n"
    )
    if is_taken:
        assert [output.description for output in resolve(text).outputs.values()] == ["of A", "of B"]
    else:
        with pytest.raises(TemplateError, match="Every Description member must be a string"):
            resolve(text)
