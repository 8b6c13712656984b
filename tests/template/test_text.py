import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns.template.source import load
from patterns.template.text import to_json, to_yaml


def body(properties):
    return {"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": properties}}}


def lines_of(properties):
    return [line[6:] for line in to_yaml(body(properties)).splitlines()[4:]]


def test_a_template_reads_as_a_person_would_write_it():
    given_body = {
        "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Bucket", "Arn"]}}},
        "Resources": {
            "Bucket": {
                "Properties": {"Tags": [{"Key": "Owner", "Value": {"Ref": "Owner"}}], "BucketName": "data"},
                "Type": "AWS::S3::Bucket",
            },
            "Key": {"Type": "AWS::KMS::Key", "Condition": "Encrypted"},
        },
        "Conditions": {"Encrypted": {"Fn::Not": [{"Condition": "Plain"}]}},
        "Description": "A bucket: private",
        "AWSTemplateFormatVersion": "2010-09-09",
    }

    assert (
        to_yaml(given_body)
        == """\
AWSTemplateFormatVersion: "2010-09-09"

Description: "A bucket: private"

Conditions:
  Encrypted: !Not [!Condition Plain]

Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      Tags:
        - Key: Owner
          Value: !Ref Owner
      BucketName: data

  Key:
    Type: AWS::KMS::Key
    Condition: Encrypted

Outputs:
  Arn:
    Value: !GetAtt Bucket.Arn
"""
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"Fn::GetAtt": ["A", "B.C"]}, ["a: !GetAtt A.B.C"]),
        ({"Fn::Base64": {"Fn::Sub": "x\ny\n"}}, ["a:", "  Fn::Base64: !Sub |", "    x", "    y"]),
        ({"Fn::If": ["C", {"Ref": "B"}, "x"]}, ["a: !If [C, !Ref B, x]"]),
        ({"Fn::Join": ["", ["a,b", {"Ref": "B"}]]}, ['a: !Join ["", ["a,b", !Ref B]]']),
        ({"Fn::Sub": ["${x}", {"x": "b"}]}, ["a: !Sub", "  - ${x}", "  - x: b"]),
        ({"Fn::GetAZs": {"Ref": "AWS::Region"}}, ["a:", "  Fn::GetAZs: !Ref AWS::Region"]),
        ({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, ['a: !Select [0, !GetAZs ""]']),
        ("2012-10-17", ['a: "2012-10-17"']),
        ("yes", ['a: "yes"']),
        ("arn:aws:s3:::data/*", ["a: arn:aws:s3:::data/*"]),
        ("*", ['a: "*"']),
        ('say "no"', ['a: say "no"']),
        ('"no"', ["a: '\"no\"'"]),
        ("a\nb", ["a: |-", "  a", "  b"]),
        ("  a\nb\n\n", ["a: |2+", "    a", "  b", ""]),
        ([[1, True], {}], ["a:", "  - - 1", "    - true", "  - {}"]),
    ],
)
def test_a_value_is_written_so_and_reads_back(value, written):
    assert lines_of({"a": value}) == written
    assert load(to_yaml(body({"a": value}))).body == body({"a": value})


def test_long_text_is_not_folded():
    assert lines_of({"a": "word " * 200 + "end"}) == ["a: " + "word " * 200 + "end"]


def test_json_reads_back():
    document = load(body({"a": {"Ref": "A"}, "b": "é"}))

    assert json.loads(to_json(document.body)) == document.body
    assert load(to_json(document.body)).body == document.body


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.text(
    "ab:#-?!&*'\"|>%@`{}[], \n\t\\0.$", max_size=12
)
SCALARS = TEXT | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
CALLS = st.sampled_from(
    ["Ref", "Fn::Sub", "Fn::Join", "Fn::If", "Fn::GetAtt", "Fn::Base64", "Condition", "Fn::Not", "Fn::X"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(TEXT, inner, max_size=4),
        st.dictionaries(CALLS, inner, min_size=1, max_size=1),
    ),
    max_leaves=12,
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_yaml_and_json_read_back_as_the_body(properties):
    document = load(body(properties))

    assert load(to_yaml(document.body)).body == document.body
    assert load(to_json(document.body)).body == document.body


def test_a_key_longer_than_yaml_takes_reads_back():
    assert load(to_yaml(body({"k" * 2000: [1]}))).body == body({"k" * 2000: [1]})
