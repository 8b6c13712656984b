import pytest

from patterns.template.errors import ParameterError, TemplateError
from patterns.template.resolve import Output, Resolver, Resource, resolve
from patterns.template.source import load
from patterns.template.values import Unknown

TEMPLATE = """\
Parameters:
  Env: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Key:
    Type: AWS::KMS::Key
    Condition: IsProd
    DeletionPolicy: Retain
    Properties: {EnableKeyRotation: true, PendingWindowInDays: 7}
  Bucket:
    Type: AWS::S3::Bucket
    DependsOn: [Key, Other]
    Metadata: {Env: !Ref Env}
    Properties:
      BucketName: !Sub "${AWS::StackName}-${Env}"
      BucketEncryption: !If [IsProd, {KMSMasterKeyID: !GetAtt Key.Arn}, !Ref "AWS::NoValue"]
  Other:
    Type: AWS::S3::Bucket
Outputs:
  Name: {Value: !Ref Bucket, Description: The bucket, Export: {Name: !Sub "${AWS::StackName}-bucket"}}
  Key: {Condition: IsProd, Value: !GetAtt Key.Arn}
"""


def test_a_settled_template_leaves_out_what_its_conditions_exclude():
    resolved = resolve(TEMPLATE, parameters={"Env": "dev"}, stack_name="demo")

    assert repr(resolved) == "Resolved('template', 2 resources, 1 outputs)"
    assert resolved.resources["Bucket"] == Resource(
        logical_id="Bucket",
        type="AWS::S3::Bucket",
        properties={"BucketName": "demo-dev"},
        deletion_policy=None,
        update_replace_policy=None,
        metadata={"Env": "dev"},
        depends_on=("Other",),
        path=("Resources", "Bucket"),
    )
    assert resolved.outputs == {
        "Name": Output(Unknown("${Bucket}", frozenset({("Bucket", "Ref")})), "demo-bucket", "The bucket")
    }


def test_a_settled_template_keeps_what_its_conditions_include():
    resolved = resolve(TEMPLATE, parameters={"Env": "prod"})

    assert list(resolved.resources) == ["Key", "Bucket", "Other"]
    assert resolved.resources["Key"].properties == {"EnableKeyRotation": True, "PendingWindowInDays": 7}
    assert resolved.resources["Key"].deletion_policy == "Retain"
    assert resolved.resources["Bucket"].properties["BucketEncryption"] == {
        "KMSMasterKeyID": Unknown("${Key.Arn}", frozenset({("Key", "Arn")}))
    }
    assert list(resolved.outputs) == ["Name", "Key"]


def test_an_open_template_keeps_everything():
    resolved = resolve(TEMPLATE)

    assert list(resolved.resources) == ["Key", "Bucket", "Other"]
    assert resolved.resources["Bucket"].properties["BucketName"].text == "template-${Env}"
    assert resolved.conditions["IsProd"].text == "${Fn::Equals(Env, prod)}"


def test_the_values_a_source_carries_step_back_before_those_given():
    class Recipe:
        name, deploy_parameters = "demo", {"Env": "prod"}

        def to_dict(self):
            return load(TEMPLATE).body

    assert resolve(Recipe()).resources["Bucket"].properties["BucketName"] == "demo-prod"
    assert resolve(Recipe(), parameters={"Env": "dev"}).resources["Bucket"].properties == {"BucketName": "demo-dev"}


def test_a_deployment_needs_every_value():
    with pytest.raises(ParameterError, match=r"Parameters: \[Env\] must have values \(line 2\)"):
        resolve(TEMPLATE, strict=True)


def test_a_resolver_answers_one_question_at_a_time():
    resolver = Resolver(load(TEMPLATE), parameters={"Env": "dev"}, stack_id="arn:demo")

    assert resolver.condition("IsProd") is False
    assert resolver.exists("Key") is False
    assert resolver.exists("Bucket") is True
    assert resolver.value({"Ref": "AWS::StackId"}) == "arn:demo"
    assert resolver.value({"Ref": "AWS::NoValue"}) is None


BUCKET = "Resources:\n  A:\n    Type: AWS::S3::Bucket\n"
NAMES = {
    "Ref": (BUCKET + "    Properties: {B: !Ref X}\n", "Unresolved resource dependencies [X] in the Resources block", 4),
    "Ref in a branch": (
        "Conditions: {C: !Equals [a, a]}\n" + BUCKET + "    Properties:\n      B: !If [C, a, !Ref X]\n",
        "Unresolved resource dependencies [X] in the Resources block of the template",
        6,
    ),
    "Sub": (BUCKET + "    Properties: {B: !Sub '${X}'}\n", "Unresolved resource dependencies [X]", 4),
    "GetAtt": (BUCKET + "    Properties: {B: !GetAtt X.Arn}\n", "Fn::GetAtt references undefined resource X", 4),
    "GetAtt of a parameter": (
        "Parameters: {P: {Type: String}}\n" + BUCKET + "    Properties: {B: !GetAtt P.Arn}\n",
        "Fn::GetAtt references undefined resource P",
        5,
    ),
    "GetAtt in Sub": (
        BUCKET + "    Properties: {B: !Sub '${X.Arn}'}\n",
        "Fn::GetAtt references undefined resource X",
        4,
    ),
    "DependsOn": (BUCKET + "    DependsOn: [A, X]\n", "Unresolved resource dependencies [X] in the Resources block", 4),
    "Condition": (BUCKET + "    Condition: X\n", "Unresolved condition dependency X in the Resources block", 4),
    "If": (
        BUCKET + "    Properties: {B: !If [X, a, b]}\n",
        "Unresolved condition dependency X in the Resources block",
        4,
    ),
    "Output": (
        BUCKET + "Outputs:\n  O:\n    Value: !Ref X\n",
        "Unresolved resource dependencies [X] in the Outputs",
        6,
    ),
    "Output condition": (BUCKET + "Outputs: {O: {Condition: X, Value: a}}\n", "Unresolved condition dependency X", 4),
}


@pytest.mark.parametrize(("text", "message", "line"), NAMES.values(), ids=NAMES)
def test_a_name_that_does_not_exist_is_refused_with_its_line(text, message, line):
    with pytest.raises(TemplateError) as caught:
        resolve(text)

    assert message in caught.value.message
    assert caught.value.line == line


def test_a_name_inside_a_sub_s_own_values_is_no_reference():
    text = BUCKET + "    Properties: {B: !Sub ['${X}', {X: 1}]}\n"

    assert resolve(text).resources["A"].properties == {"B": "1"}


def test_a_reference_to_a_resource_that_is_not_made_is_refused():
    text = (
        "Conditions: {Never: !Equals [a, b]}\n"
        + BUCKET
        + "    Condition: Never\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {C: !Ref A}\n"
    )

    with pytest.raises(TemplateError, match=r"Unresolved resource dependencies \[A\].*Never is false \(line 8\)"):
        resolve(text)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("    DeletionPolicy: Keep\n", "DeletionPolicy 'Keep' of A is not one of Delete, Retain"),
        ("    Properties: !Sub abc\n", "Properties of A must be an object, not a function's abc"),
        ("Outputs: {O: {Value: [a]}}\n", "Value field of every Outputs member must evaluate to a String: that of O"),
        ("Outputs: {O: {Value: a, Export: b}}\n", "Output O is malformed. Its Export must have a Name"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(lines, message):
    with pytest.raises(TemplateError) as caught:
        resolve(BUCKET + lines)

    assert message in caught.value.message
    assert caught.value.line == 4


def test_an_error_inside_an_expression_has_its_line():
    text = BUCKET + "    Properties:\n      B: !Select [0, [a]]\n      C: !Select\n        - 5\n        - [a, b]\n"

    with pytest.raises(TemplateError, match=r"nonexistent value at index 5 of a list of 2 \(line 6\)"):
        resolve(text)
