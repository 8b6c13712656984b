import json

import pytest

from patterns.template.errors import UnknownTypeError
from patterns.template.extraction import dotted, extracted
from patterns.template.schema import FOLDER, coerced, file_name, from_cfn_lint, problems, schema
from patterns.template.values import Unknown
from tools.listing import providers
from tools.schemas import conditional_rules, types_extracted, types_with_provider, write

TYPES = types_extracted(FOLDER)
BUCKET, POLICY, KEY = "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::KMS::Key"


@pytest.mark.parametrize("type_name", TYPES)
def test_an_extract_agrees_with_cfn_lint(type_name):
    stored = json.loads((FOLDER / file_name(type_name)).read_text(encoding="utf-8"))

    assert stored == from_cfn_lint(type_name, conditional_rules(type_name)), (
        f"renew it: python -m tools.schemas {type_name}"
    )


def test_a_schema_tells_what_an_update_and_a_reader_need():
    found = schema(BUCKET)

    assert repr(found) == f"Schema('AWS::S3::Bucket', {len(found.properties)} properties)"
    assert found.create_only == {"BucketName", "BucketNamePrefix", "BucketNamespace"}
    assert found.primary_identifier == ("BucketName",)
    assert found.attributes["Arn"] == "string"
    assert found.attributes["MetadataConfiguration.Destination"] == "object"
    assert "LifecycleConfiguration.Rules.*.Transition" in found.write_only
    assert found.node_at("LifecycleConfiguration.Rules.*.Status")["enum"] == ["Enabled", "Disabled"]
    assert found.node_at("No.Such") is None
    assert schema(POLICY).required == {"Bucket", "PolicyDocument"}


@pytest.mark.parametrize(
    ("type_name", "tags", "shape"),
    [(BUCKET, "Tags", "list"), (POLICY, None, None), ("AWS::SSM::Parameter", "Tags", "map")],
)
def test_a_schema_tells_how_its_type_is_tagged(type_name, tags, shape):
    assert (schema(type_name).tags, schema(type_name).tag_shape) == (tags, shape)


def test_writable_paths_open_objects_and_leave_out_what_is_read_only():
    found = schema(BUCKET).writable_paths()

    assert {"BucketName", "PublicAccessBlockConfiguration.BlockPublicAcls", "LifecycleConfiguration.Rules", "Tags"} <= {
        *found
    }
    assert not {"Arn", "WebsiteURL", "MetadataConfiguration.Destination", "PublicAccessBlockConfiguration"} & {*found}
    assert found == sorted(found)


def test_a_type_without_an_extract_comes_from_cfn_lint():
    assert schema("AWS::EC2::CustomerGateway").create_only >= {"IpAddress", "Type"}


def test_a_type_that_contains_itself_can_be_walked():
    statement = schema("AWS::WAFv2::WebACL").node_at("Rules.*.Statement")

    assert statement["properties"]["NotStatement"]["properties"]["Statement"] is statement


@pytest.mark.parametrize("type_name", ["AWS::S3::Buckets", "Mine", "AWS::../x"])
def test_an_unknown_type_is_refused(type_name):
    with pytest.raises(UnknownTypeError, match=r"Unrecognized resource types: \["):
        schema(type_name)


GOOD = {
    "BucketName": "data-1",
    "VersioningConfiguration": {"Status": "Enabled"},
    "PublicAccessBlockConfiguration": {"BlockPublicAcls": "true", "BlockPublicPolicy": True},
    "Tags": [{"Key": "Owner", "Value": 5}],
}


@pytest.mark.parametrize("name", [Unknown("${Name}"), "data-1"])
def test_valid_properties_have_no_problem(name):
    assert problems(BUCKET, {**GOOD, "BucketName": name}) == []


@pytest.mark.parametrize(
    ("properties", "path", "message"),
    [
        ({"BucketNames": "a"}, (), "extraneous key [BucketNames] is not permitted"),
        ({"Tags": [{"Key": "a"}]}, ("Tags", 0), "required key [Value] not found"),
        ({"Tags": {"a": "b"}}, ("Tags",), "expected type: JSONArray, found: JSONObject"),
        ({"BucketName": ["a"]}, ("BucketName",), "expected type: String, found: JSONArray"),
        (
            {"PublicAccessBlockConfiguration": {"BlockPublicAcls": "yes"}},
            ("PublicAccessBlockConfiguration", "BlockPublicAcls"),
            "expected type: Boolean, found: String ('yes')",
        ),
        (
            {"VersioningConfiguration": {"Status": "On"}},
            ("VersioningConfiguration", "Status"),
            "failed validation constraint for keyword [enum]: 'On' is not one of [Enabled, Suspended]",
        ),
    ],
)
def test_an_invalid_property_is_named_in_cloudformations_words(properties, path, message):
    assert problems(BUCKET, properties) == [(path, message)]


def test_every_problem_is_reported():
    found = problems(POLICY, {"Buckets": 1})

    assert sorted(message for _, message in found) == [
        "extraneous key [Buckets] is not permitted",
        "required key [Bucket] not found",
        "required key [PolicyDocument] not found",
    ]


def test_a_range_and_a_length_are_checked():
    assert problems(KEY, {"PendingWindowInDays": 31}) == [
        (("PendingWindowInDays",), "expected maximum: 30, actual: 31")
    ]
    (path, message), *_ = problems("AWS::KMS::Alias", {"AliasName": "alias/" + "a" * 300, "TargetKeyId": "k"})
    assert (path, message) == (("AliasName",), "expected maxLength: 256, actual: 306")


def test_a_repeated_item_is_found():
    item = {"Key": "a", "Value": "b"}

    assert (("Tags",), "array items are not unique") in problems(KEY, {"Tags": [item, dict(reversed(item.items()))]})


@pytest.mark.parametrize(
    ("compatibilities", "found"),
    [(["EC2"], []), (["EC2", "FARGATE"], [("NetworkMode",)]), ([Unknown("${Kind}")], [])],
)
def test_a_rule_may_hang_on_what_a_list_contains(compatibilities, found):
    app = {"Name": "app", "Image": "nginx", "Memory": 64}
    properties = {
        "RequiresCompatibilities": compatibilities, "NetworkMode": "bridge", "Cpu": "256", "Memory": "512",
        "ContainerDefinitions": [app],
    }  # fmt: skip
    assert [path for path, _ in problems("AWS::ECS::TaskDefinition", properties)] == found


def test_one_container_at_least_is_essential():
    aside = {"Name": "aside", "Image": "nginx", "Memory": 64, "Essential": False}
    [(path, message)] = problems("AWS::ECS::TaskDefinition", {"ContainerDefinitions": [aside]})
    assert path == ("ContainerDefinitions",)
    assert message.startswith("expected at least one array item to match")
    assert not problems("AWS::ECS::TaskDefinition", {"ContainerDefinitions": [aside, {**aside, "Essential": True}]})


def test_scalars_become_what_the_schema_says():
    given = {"PendingWindowInDays": "7", "EnableKeyRotation": "true", "Tags": [{"Key": 1, "Value": False}], "X": "1"}

    assert coerced(KEY, given) == {
        "PendingWindowInDays": 7,
        "EnableKeyRotation": True,
        "Tags": [{"Key": "1", "Value": "false"}],
        "X": "1",
    }


def test_environment_variables_become_texts():
    variables = {"AA": 1, "BB": True, "CC": 1.5, "DD": "2012-10-17"}

    found = coerced("AWS::Lambda::Function", {"Environment": {"Variables": variables}})

    assert found["Environment"]["Variables"] == {"AA": "1", "BB": "true", "CC": "1.5", "DD": "2012-10-17"}


@pytest.mark.parametrize("value", [{"a": "b"}, ["a"]])
def test_an_environment_variable_is_of_a_simple_type(value):
    function = {
        "Role": "arn:aws:iam::123456789012:role/r",
        "Code": {"ZipFile": "x"},
        "Runtime": "python3.13",
        "Environment": {"Variables": {"AA": value}},
    }

    ((path, message),) = problems("AWS::Lambda::Function", function)

    assert path == ("Environment", "Variables", "AA")
    assert message.startswith("expected type: String or another simple type, found: JSON")


def test_a_policy_says_everything_in_texts():
    statement = {"Sid": 1, "Principal": {"AWS": [123456789012]}, "Condition": {"Bool": {"aws:SecureTransport": False}}}

    found = coerced("AWS::SQS::QueuePolicy", {"PolicyDocument": {"Statement": statement}, "Queues": ["q"]})

    assert found["PolicyDocument"]["Statement"] == {
        "Sid": "1", "Principal": {"AWS": ["123456789012"]}, "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }  # fmt: skip


def test_a_number_is_held_against_the_pattern_of_the_text_that_it_becomes():
    policy = {"PolicyDocument": {"Statement": []}, "Path": 5}

    assert [path for path, _ in problems("AWS::IAM::ManagedPolicy", policy)] == [("Path",)]
    assert problems("AWS::IAM::ManagedPolicy", policy | {"Path": "/5/"}) == []


def test_what_cannot_be_converted_stays():
    given = {"PendingWindowInDays": "soon", "EnableKeyRotation": Unknown("${Rotate}"), "KeyPolicy": {"a": "1"}}

    assert coerced(KEY, given) == given


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ("/properties/A", "A"),
        ("/properties/A/B", "A.B"),
        ("/properties/A/*/B", "A.*.B"),
        ("/properties/A/items/properties/B", "A.*.B"),
    ],
)
def test_a_pointer_becomes_a_dotted_path(pointer, path):
    assert dotted(pointer) == path


def test_an_extract_holds_only_what_is_read():
    raw = {
        "typeName": "A::B::C",
        "description": "long",
        "handlers": {"create": {}},
        "properties": {"P": {"$ref": "#/definitions/Used", "description": "x"}},
        "definitions": {"Used": {"type": "string", "format": "y"}, "Other": {"type": "object"}},
        "additionalProperties": False,
        "tagging": {"taggable": False},
    }

    found = extracted(raw, {"P": "/properties/P"})

    assert found["node"] == {"additionalProperties": False, "properties": {"P": {"$ref": "#/definitions/Used"}}}
    assert found["definitions"] == {"Used": {"type": "string"}}
    assert (found["attributes"], found["tags"]) == ({"P": "string"}, None)


def test_a_provider_stands_for_its_type(tmp_path):
    for name in (
        "s3/resources/bucket_policy.py",
        "ec2/resources/vpc.py",
        "s3/resources/__init__.py",
        "s3/resources/nothing.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    found = types_with_provider(tmp_path, [BUCKET, POLICY, "AWS::EC2::VPC", "Module"])

    assert found == ["AWS::EC2::VPC", POLICY]


def test_a_written_extract_names_its_type(tmp_path):
    write("AWS::KMS::Alias", tmp_path)

    assert types_extracted(tmp_path) == ["AWS::KMS::Alias"]
    with pytest.raises(UnknownTypeError):
        write("AWS::KMS::Aliases", tmp_path)


def test_every_type_that_the_sandbox_makes_has_its_schema_extracted():
    missing = {provider.type for provider in providers()} - set(types_extracted(FOLDER))

    assert missing == set(), f"extract them: make schemas ARGS='{' '.join(sorted(missing))}'"
