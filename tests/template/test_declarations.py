"""What CloudFormation asks of the form of declarations: what it refuses beside what it takes."""

import pytest

from patterns.template.errors import TemplateError
from patterns.template.resolve import resolve

BUCKET = "Resources:\n  A:\n    Type: AWS::S3::Bucket\n"
CUSTOM = "Resources:\n  A:\n    Type: Custom::Shout\n"
VOLUME = "Resources:\n  A:\n    Type: AWS::EC2::Volume\n    Properties: {AvailabilityZone: us-east-1a, Size: 1}\n"
PARAMETER = BUCKET + "Parameters: {P: {Type: String, Default: '', Description: %s}}\n"
EXTENDED = "Transform: AWS::LanguageExtensions\n"

PAIRS = {
    "description of an output is text": (
        BUCKET + "Outputs: {O: {Value: a, Description: !Sub 'of ${A}'}}\n",
        BUCKET + "Outputs: {O: {Value: a, Description: 'of ${A}'}}\n",
        "[/Outputs/O/Description] Every Description member must be a string",
    ),
    "description of a parameter is text": (PARAMETER % "[a]", PARAMETER % "a", "Every Description member must be"),
    "description of a parameter is short": (PARAMETER % ("a" * 4001), PARAMETER % ("a" * 4000), "4001 characters"),
    "description of an output is short": (
        BUCKET + f"Outputs: {{O: {{Value: a, Description: {'a' * 1025}}}}}\n",
        BUCKET + f"Outputs: {{O: {{Value: a, Description: {'a' * 1024}}}}}\n",
        "1025 bytes",
    ),
    "description of a resource is text": (
        BUCKET + "    Description: [a]\n",
        BUCKET + "    Description: a\n",
        "[/Resources/A/Description] Every Description member must be a string",
    ),
    "description of the template is text": (BUCKET + "Description: [a]\n", BUCKET + "Description: a\n", "Description"),
    "outputs have known members": (
        BUCKET + "Outputs: {O: {Value: a, Values: b}}\n",
        BUCKET + "Outputs: {O: {Value: a}}\n",
        "Invalid template output property 'Values'",
    ),
    "an export has a name only": (
        BUCKET + "Outputs: {O: {Value: a, Export: {Name: b, Region: c}}}\n",
        BUCKET + "Outputs: {O: {Value: a, Export: {Name: b}}}\n",
        "Its Export must have a Name, nothing else",
    ),
    "the name of a mapping": (
        BUCKET + "Mappings: {my-map: {a: {b: c}}}\n",
        BUCKET + "Mappings: {map: {a: {b: c}}}\n",
        "Mapping name my-map is non alphanumeric",
    ),
    "the key of a mapping": (
        BUCKET + "Mappings: {map: {a b: {c: d}}}\n",
        BUCKET + "Mappings: {map: {a.b-c: {c: d}}}\n",
        "Mappings element name 'a b' must be non-empty",
    ),
    "the name inside a mapping": (
        BUCKET + "Mappings: {map: {a: {c_d: d}}}\n",
        BUCKET + "Mappings: {map: {a: {cd: d}}}\n",
        "Mappings attribute name 'c_d' must contain only",
    ),
    "what a mapping holds": (
        BUCKET + "Mappings: {map: {a: {b: !Ref 'AWS::Region'}}}\n",
        BUCKET + "Mappings: {map: {a: {b: [us-east-1, 5]}}}\n",
        "Every Mappings attribute must be a String or a List. Functions are not evaluated there",
    ),
    "a mapping is not empty": (
        BUCKET + "Mappings: {map: {a: {}}}\n",
        BUCKET + "Mappings: {map: {a: {b: ''}}}\n",
        "Mapping map must hold, for each key, a mapping of names",
    ),
    "the name of a condition": (
        BUCKET + "Conditions: {Is-It: !Equals [a, b]}\n",
        BUCKET + "Conditions: {IsIt: !Equals [a, b]}\n",
        "Condition name Is-It is non alphanumeric",
    ),
    "the name of a rule": (
        BUCKET + "Rules: {Is-It: {Assertions: [{Assert: !Equals [a, a]}]}}\n",
        BUCKET + "Rules: {IsIt: {Assertions: [{Assert: !Equals [a, a]}]}}\n",
        "Rule name Is-It is non alphanumeric",
    ),
    "the condition of a resource": (
        BUCKET + "    Condition: [C]\nConditions: {C: !Equals [a, a]}\n",
        BUCKET + "    Condition: C\nConditions: {C: !Equals [a, a]}\n",
        "Every Condition member must be a string",
    ),
    "snapshots where there are any": (
        BUCKET + "    DeletionPolicy: Snapshot\n",
        VOLUME + "    DeletionPolicy: Snapshot\n",
        "DeletionPolicy 'Snapshot' of A is not one of Delete, Retain, RetainExceptOnCreate; AWS::S3::Bucket has no",
    ),
    "what happens to the replaced": (
        BUCKET + "    UpdateReplacePolicy: RetainExceptOnCreate\n",
        # Where there are no snapshots this means Delete.
        BUCKET + "    UpdateReplacePolicy: Snapshot\n",
        "UpdateReplacePolicy 'RetainExceptOnCreate' of A is not one of Delete, Retain, Snapshot",
    ),
    "policies are texts without the transform": (
        BUCKET + "    DeletionPolicy: !Sub Retain\n",
        EXTENDED + BUCKET + "    DeletionPolicy: !Sub Retain\n",
        "Every DeletionPolicy member must be a string; functions there need Transform: AWS::LanguageExtensions",
    ),
    "a version of custom resources": (
        BUCKET + "    Version: '1.0'\n",
        CUSTOM + "    Version: '1.0'\n    Properties: {ServiceToken: a}\n",
        "Invalid template resource property 'Version'",
    ),
    "what custom resources do not wait for": (
        CUSTOM + "    CreationPolicy: {ResourceSignal: {Count: 1}}\n",
        BUCKET + "    CreationPolicy: {ResourceSignal: {Count: 1}}\n",
        "Invalid template resource property 'CreationPolicy'",
    ),
}


@pytest.mark.parametrize(("refused", "taken", "message"), PAIRS.values(), ids=PAIRS)
def test_a_declaration_has_the_form_that_cloudformation_asks_for(refused, taken, message):
    with pytest.raises(TemplateError) as caught:
        resolve(refused)

    assert message in caught.value.message
    assert caught.value.line
    assert list(resolve(taken).resources) == ["A"]


GROUP = "Resources:\n  A:\n    Type: AWS::AutoScaling::AutoScalingGroup\n    Properties: {MinSize: '0', MaxSize: '0'}\n"
LIFECYCLES = {
    "a member nobody has": (
        "    UpdatePolicy: {RollingUpdate: {MaxBatchSize: 1}}\n",
        "    UpdatePolicy: {AutoScalingRollingUpdate: {MaxBatchSize: 1}}\n",
        "UpdatePolicy of A has no RollingUpdate",
    ),
    "a member inside": (
        "    UpdatePolicy: {AutoScalingRollingUpdate: {BatchSize: 1}}\n",
        "    UpdatePolicy: {AutoScalingRollingUpdate: {PauseTime: PT5M}}\n",
        "UpdatePolicy/AutoScalingRollingUpdate of A has no BatchSize",
    ),
    "a number of signals": (
        "    CreationPolicy: {ResourceSignal: {Count: many}}\n",
        "    CreationPolicy: {ResourceSignal: {Count: '2'}}\n",
        "Count 'many' is not a whole number",
    ),
    "how long to wait": (
        "    CreationPolicy: {ResourceSignal: {Timeout: 5 minutes}}\n",
        "    CreationPolicy: {ResourceSignal: {Timeout: PT1H5M}}\n",
        "Timeout '5 minutes' is not a duration such as PT15M",
    ),
    "functions are for later": (
        "    UpdatePolicy: {Nope: !Ref 'AWS::Region'}\n",
        "    UpdatePolicy: {AutoScalingRollingUpdate: !If [C, {MaxBatchSize: 1}, !Ref 'AWS::NoValue']}\n"
        "Conditions: {C: !Equals [a, a]}\n",
        "has no Nope",
    ),
}


@pytest.mark.parametrize(("refused", "taken", "message"), LIFECYCLES.values(), ids=LIFECYCLES)
def test_creation_and_update_policies_have_known_members(refused, taken, message):
    with pytest.raises(TemplateError) as caught:
        resolve(GROUP + refused)

    assert message in caught.value.message
    assert list(resolve(GROUP + taken).resources) == ["A"]


def test_a_name_stands_for_one_thing():
    with pytest.raises(TemplateError, match="A names both a parameter and a resource"):
        resolve(BUCKET + "Parameters: {A: {Type: String, Default: a}}\n")
