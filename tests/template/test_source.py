import json
import os
import tracemalloc

import pytest

from patterns.template.errors import TemplateError, UnsupportedError
from patterns.template.source import MAX_BYTES, Document, load

YAML = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "${AWS::StackName}-data"
      Tags:
        - Key: Arn
          Value: !GetAtt Key.Arn
  Key:
    Type: AWS::KMS::Key
"""
BODY = {
    "Resources": {
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "BucketName": {"Fn::Sub": "${AWS::StackName}-data"},
                "Tags": [{"Key": "Arn", "Value": {"Fn::GetAtt": ["Key", "Arn"]}}],
            },
        },
        "Key": {"Type": "AWS::KMS::Key"},
    }
}
RESOURCE = "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n"


class Recipe:
    name = "secure_bucket"
    deploy_parameters = {"Environment": "dev"}

    def to_dict(self):
        return BODY


@pytest.mark.parametrize("source", [YAML, json.dumps(BODY), json.dumps(BODY, indent="\t"), BODY, Recipe()])
def test_every_form_gives_the_same_body(source):
    assert load(source).body == BODY


def test_a_path_gives_the_body_and_a_stack_name(tmp_path):
    file = tmp_path / "my_bucket.yaml"
    file.write_text(YAML, encoding="utf-8")

    assert load(file).body == load(str(file)).body == BODY
    assert load(file).name == "my-bucket"


def test_an_object_brings_its_name_and_its_deploy_time_values():
    document = load(Recipe())

    assert (document.name, document.parameters) == ("secure-bucket", {"Environment": "dev"})


def test_a_troposphere_template_is_a_source():
    from troposphere import GetAtt, Template, s3

    template = Template()
    template.add_resource(s3.Bucket("Bucket", BucketName=GetAtt("Other", "Arn")))

    assert load(template).body["Resources"]["Bucket"]["Properties"] == {"BucketName": {"Fn::GetAtt": ["Other", "Arn"]}}


def test_a_document_stays_itself():
    document = load(YAML)

    assert load(document) is document
    assert repr(document) == "Document('template', 2 resources)"


def test_a_mapping_is_copied():
    given = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"Tags": []}}}}

    load(given).body["Resources"]["Bucket"]["Properties"]["Tags"].append("x")

    assert given["Resources"]["Bucket"]["Properties"]["Tags"] == []


@pytest.mark.parametrize(("source", "line"), [(YAML, 8), (json.dumps(BODY, indent=2), 12)])
def test_a_member_has_the_line_it_stands_on(source, line):
    path = ("Resources", "Bucket", "Properties", "Tags", 0, "Value")

    assert load(source).line(path) == line
    assert load(source).line((*path, "Fn::GetAtt", "elsewhere")) in (line, line + 1)


def test_a_mapping_has_the_lines_of_its_yaml():
    document = load(BODY)

    assert document.text.splitlines()[document.line(("Resources", "Key", "Type")) - 1] == "    Type: AWS::KMS::Key"
    assert document.line(("Nowhere",)) is None


def test_yaml_is_read_as_cloudformation_reads_it():
    text = RESOURCE + "    Properties: {a: yes, b: 0o7, c: 017, d: 2012-10-17, e: 1.5, f: 12:30, 80: '1', g: 0x1F}\n"

    properties = load(text).body["Resources"]["Bucket"]["Properties"]

    assert properties == {"a": True, "b": "0o7", "c": 15, "d": "2012-10-17", "e": 1.5, "f": 750, "80": "1", "g": 31}


@pytest.mark.parametrize(
    "text",
    [
        RESOURCE + "    Properties: {a: 1, a: {b: 2}}\n    Properties:\n      a: {c: 3}\n",
        '{"Resources": {"Bucket": {"Type": "A",\n"Type": "AWS::S3::Bucket", "Properties": {"a": 1, "a": {"c": 3}}}}}',
    ],
)
def test_of_a_key_that_is_there_twice_the_last_counts(text):
    document = load(text)

    assert document.body["Resources"]["Bucket"] == {"Type": "AWS::S3::Bucket", "Properties": {"a": {"c": 3}}}
    assert document.line(("Resources", "Bucket", "Properties", "a", "c")) == len(text.splitlines())


def test_short_forms_become_long_ones():
    text = (
        RESOURCE
        + "    Properties: {a: !If [C, !Ref A, !Join [',', [!GetAtt A.B.C]]], b: !Base64 x, c: !GetAtt [A, B]}\n"
    )

    assert load(text).body["Resources"]["Bucket"]["Properties"] == {
        "a": {"Fn::If": ["C", {"Ref": "A"}, {"Fn::Join": [",", [{"Fn::GetAtt": ["A", "B.C"]}]]}]},
        "b": {"Fn::Base64": "x"},
        "c": {"Fn::GetAtt": ["A", "B"]},
    }


MANY = "".join(f"  R{index}:\n    Type: AWS::S3::Bucket\n" for index in range(501))
REFUSED = {
    "alias": (RESOURCE + "    Properties: &a {b: *a}\n", "YAML aliases are not allowed", 4),
    "merge key": (RESOURCE + "    <<: {a: b}\n", "YAML merge keys (<<) are not allowed", 4),
    "unknown tag": (RESOURCE + "    Properties: {a: !Reff b}\n", "unknown tag !Reff; known are !And", 4),
    "python tag": (RESOURCE + "    Properties: {a: !!python/none x}\n", "unknown tag !!python/none", 4),
    "malformed YAML": ("Resources:\n\tBucket: x\n", "YAML not well-formed", 2),
    "malformed JSON": ('{"Resources": {\n}', "JSON not well-formed", 2),
    "null": (RESOURCE + "    Properties:\n", "[/Resources/Bucket/Properties] 'null' values are not allowed", 4),
    "not a number": (RESOURCE + "    Properties: {a: .inf}\n", ".inf is not a number", 4),
    "half a character": ('{"Resources":\n {"A": "\\ud800"}}', "JSON not well-formed", 2),
    "two documents": (RESOURCE + "---\n" + RESOURCE, "more than one document", 4),
    "a list": ("- a\n- b\n", "unsupported structure", None),
    "nothing": ("\n", "At least one Resources member must be defined.", None),
    "no resources": ("Resources: {}\n", "At least one Resources member must be defined.", None),
    "no type": (
        "Resources:\n  A:\n    Properties: {}\n",
        "[/Resources/A] Every Resources object must contain a Type",
        2,
    ),
    "unknown section": (RESOURCE + "Resource: {}\n", "Invalid template property or properties [Resource]", 4),
    "unknown attribute": (RESOURCE + "    Property: {}\n", "Invalid template resource property 'Property'", 4),
    "bad name": ("Resources:\n  my-bucket:\n    Type: X::Y::Z\n", "Resource name my-bucket is non alphanumeric", 2),
    "version": ("AWSTemplateFormatVersion: 2010-09-10\n" + RESOURCE, "2010-09-10 is not a supported value", 1),
    "output without value": (RESOURCE + "Outputs:\n  A: {}\n", "Every Outputs object must contain a Value", 5),
    "flat mapping": (RESOURCE + "Mappings:\n  M:\n    a: b\n", "Mapping M must hold", 5),
    "too many": ("Resources:\n" + MANY, "Number of resources, 501, is greater than maximum allowed, 500", 1),
    "loop": ("Resources:\n  Fn::ForEach::Topics: []\n", "Fn::ForEach::Topics: Fn::ForEach needs Transform", 2),
    "loop among properties": (
        RESOURCE + "    Properties:\n      BucketName: a\n      Fn::ForEach::Tags: []\n",
        "Fn::ForEach::Tags",
        6,
    ),
    "depends on a mapping": (RESOURCE + "    DependsOn: {a: b}\n", "DependsOn must be a logical id", 4),
}


@pytest.mark.parametrize(("text", "message", "line"), REFUSED.values(), ids=REFUSED)
def test_what_cloudformation_would_not_read_is_refused_with_its_line(text, message, line):
    with pytest.raises(TemplateError) as caught:
        load(text)

    assert message in caught.value.message
    assert caught.value.line == line
    assert str(caught.value).endswith(f"(line {line})") is (line is not None)


UNSUPPORTED = {
    "Hooks": ("Hooks: {}\n" + RESOURCE, "The Hooks section is not evaluated"),
}


@pytest.mark.parametrize(("text", "message"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_what_is_not_evaluated_is_named(text, message):
    with pytest.raises(UnsupportedError, match=message):
        load(text)


@pytest.mark.parametrize("name", ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"])
def test_what_is_understood_is_read(name):
    assert isinstance(load(f"Transform: {name}\n" + RESOURCE), Document)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "'null' values are not allowed"),
        (object(), "a value of type object is not allowed"),
        (float("nan"), "a value of type float is not allowed"),
        ({1: "a"}, "key '1' must be a string"),
        ("\ud800", "is not Unicode text"),
    ],
)
def test_a_mapping_may_hold_only_what_text_could_say(value, message):
    with pytest.raises(TemplateError) as caught:
        load({"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"B": value}}}})

    assert "/Resources/A/Properties/B" in caught.value.message
    assert message in caught.value.message


@pytest.mark.parametrize("source", [None, 5, b"Resources:\n"])
def test_what_is_no_template_is_named(source):
    with pytest.raises(TemplateError, match=f"A {type(source).__name__} is not a template: give a path"):
        load(source)


@pytest.mark.parametrize("path", ["missing.yaml", "x" * 5000, "a\0b"])
def test_a_file_that_cannot_be_read_is_named(path):
    with pytest.raises(TemplateError, match=r"Template file"):
        load(path)


def _bomb():
    value = ["x" * 10] * 10
    for _ in range(12):
        value = [value] * 10
    return {"Resources": {"A": {"Type": "X::Y::Z", "Properties": {"B": value}}}}


def _circle():
    value = []
    value.append(value)
    return {"Resources": {"A": {"Type": "X::Y::Z", "Properties": {"B": value}}}}


def _empty_lists():
    value = []
    for _ in range(60):
        value = [value, value]
    return {"Resources": {"A": {"Type": "X::Y::Z", "Properties": {"B": value}}}}


HOSTILE = {
    "ten megabytes": (
        RESOURCE + "#" * 10_000_000,
        "10,000,047 bytes is over CloudFormation's limit of 1,048,576 bytes",
    ),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "YAML aliases are not allowed"),
    "shared parts": (_bomb(), "over CloudFormation's limit"),
    "holds itself": (_circle(), "nested deeper than 100 levels, or contains itself"),
    "deep flow": (RESOURCE + "    Properties: " + "[" * 100_000, "nested deeper than 100 levels"),
    "deep block": ("- " * 300_000 + "\n", "nested deeper than 100 levels"),
    "deep JSON": ('{"a":' + "[" * 200_000 + "]" * 200_000 + "}", "nested deeper than 100 levels"),
    "keys of keys": ("? " * 300_000 + "\n", "a key must be a string"),
    "huge number": ('{"Resources": ' + "1" * 10_000 + "}", "is not a int"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("source", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_refused_without_using_memory(source, message):
    tracemalloc.start()
    try:
        with pytest.raises(TemplateError) as caught:
            load(source)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert message in caught.value.message
    assert len(caught.value.message) < 400
    assert peak < 64 * MAX_BYTES


@pytest.mark.slow
def test_shared_parts_that_are_empty_are_counted():
    with pytest.raises(TemplateError, match="over CloudFormation's limit"):
        load(_empty_lists())


def test_a_number_in_base_60_of_a_megabyte_is_text():
    text = RESOURCE + "    Properties: {a: 1" + ":1" * 400_000 + "}\n"

    assert load(text).body["Resources"]["Bucket"]["Properties"]["a"].startswith("1:1:1")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/"])
def test_a_device_is_no_template(path):
    with pytest.raises(TemplateError, match="is no file but a folder or a device"):
        load(path)


def test_a_pipe_that_nobody_writes_to_is_no_template(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(TemplateError, match="is no file but a folder or a device"):
        load(tmp_path / "pipe")


def test_a_number_of_thousands_of_digits_is_refused():
    with pytest.raises(TemplateError, match=r"\[/Resources/Q/DelaySeconds\] an integer of more than 4,000 digits"):
        load({"Resources": {"Q": {"DelaySeconds": 10**5000}}})
