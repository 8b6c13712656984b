import copy

import pytest

from patterns.comparison.difference import Change, PropertyChange, compare
from patterns.template.errors import ParameterError, TemplateError
from patterns.template.resolve import resolve
from patterns.template.values import Unknown

BODY = {
    "Resources": {
        "Policy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Resource": {"Fn::Sub": "${Bucket.Arn}/*"}}},
        },
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "data", "Tags": [{"Key": "a", "Value": "b"}]},
        },
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": True}},
    }
}


def changed(**resources):
    body = copy.deepcopy(BODY)
    for logical_id, attributes in resources.items():
        if attributes is None:
            del body["Resources"][logical_id]
        else:
            body["Resources"][logical_id] = {**body["Resources"].get(logical_id, {}), **attributes}
    return body


def one(old, new, **options):
    (change,) = compare(old, new, **options)
    return change


def test_nothing_changes_between_equals():
    assert compare(BODY, copy.deepcopy(BODY)) == []


def test_a_property_that_can_change_in_place():
    new = changed(Bucket={"Properties": {"BucketName": "data", "Tags": [{"Key": "a", "Value": "c"}]}})

    assert one(BODY, new) == Change(
        "Modify",
        "Bucket",
        "AWS::S3::Bucket",
        "never",
        (PropertyChange(("Tags", 0, "Value"), "b", "c", "never"),),
        None,
    )


def test_a_create_only_property_replaces_and_so_does_what_refers_to_it():
    policy, bucket = compare(BODY, changed(Bucket={"Properties": {"BucketName": "other"}}))

    assert (bucket.logical_id, bucket.replacement) == ("Bucket", "always")
    assert [(p.path, p.before, p.after, p.requires) for p in bucket.properties] == [
        (("BucketName",), "data", "other", "always"),
        (("Tags",), [{"Key": "a", "Value": "b"}], None, "never"),
    ]
    assert bucket.consequence == (
        "a new Bucket is made, then the old one is deleted: if it holds objects, deletion fails and it stays"
    )
    name = Unknown("${Bucket}", frozenset({("Bucket", "Ref")}))
    assert (policy.logical_id, policy.replacement, policy.consequence) == ("Policy", "always", None)
    assert policy.properties[0] == PropertyChange(("Bucket",), name, name, "always")
    assert (policy.properties[1].path, policy.properties[1].requires) == (("PolicyDocument", "Resource"), "never")


def test_a_name_that_must_be_replaced_but_stays_makes_the_update_fail():
    old = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "app", "Path": "/a/"}}}}
    new = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "app", "Path": "/b/"}}}}

    change = one(old, new)

    assert change.replacement == "always"
    assert change.consequence == (
        "the update fails: CloudFormation cannot update a stack when a custom-named resource requires replacing. "
        "Rename app and update the stack again"
    )


def test_a_conditional_property_may_replace():
    old = {"Resources": {"Host": {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "t3.micro"}}}}
    new = {"Resources": {"Host": {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "t3.large"}}}}

    change = one(old, new)

    assert change.replacement == "conditional"
    assert change.consequence.startswith(
        "If it is replaced: a new Host is made, then the old one is deleted: it is term"
    )


def test_an_object_that_appears_replaces_only_if_a_create_only_part_of_it_does():
    table = {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "mysql"}}
    in_place = {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "mysql", "DBInstanceClass": "db.t3.micro"}}
    replaced = {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "mysql", "StorageEncrypted": True}}

    assert one({"Resources": {"Db": table}}, {"Resources": {"Db": in_place}}).replacement == "never"
    assert one({"Resources": {"Db": table}}, {"Resources": {"Db": replaced}}).replacement == "always"


def test_added_and_removed_resources_come_in_order():
    new = changed(Key=None, Extra={"Type": "AWS::S3::Bucket"}, More={"Type": "AWS::KMS::Alias"})

    found = [(c.action, c.logical_id, c.replacement) for c in compare(BODY, new)]

    assert found == [("Add", "Extra", None), ("Add", "More", None), ("Remove", "Key", None)]


REMOVED = {
    "a bucket": ("AWS::S3::Bucket", None, "X is deleted: if it holds objects, deletion fails and it stays"),
    "a table": ("AWS::DynamoDB::Table", "Delete", "X is deleted: its items are lost"),
    "kept": (
        "AWS::DynamoDB::Table",
        "Retain",
        "X stays in the account, no longer part of the stack (DeletionPolicy: Retain)",
    ),
    "a volume": (
        "AWS::EC2::Volume",
        "Snapshot",
        "X is deleted after a final snapshot, from which its data can be restored",
    ),
    "a database": (
        "AWS::RDS::DBInstance",
        None,
        "X is deleted after a final snapshot, from which its data can be restored",
    ),
    "a database let go": ("AWS::RDS::DBInstance", "Delete", "X is deleted: its data and automated backups are lost"),
    "nothing much": ("AWS::S3::BucketPolicy", None, None),
}


@pytest.mark.parametrize(("kind", "policy", "consequence"), REMOVED.values(), ids=REMOVED)
def test_a_removal_says_what_is_lost(kind, policy, consequence):
    resource = {"Type": kind, **({"DeletionPolicy": policy} if policy else {})}

    change = one({"Resources": {"X": resource, **BODY["Resources"]}}, BODY)

    assert (change.action, change.consequence) == ("Remove", consequence)


@pytest.mark.parametrize(
    ("policy", "consequence"),
    [
        ("Retain", "a new Db is made; the old one stays in the account (UpdateReplacePolicy: Retain)"),
        ("Snapshot", "a new Db is made, empty; the old one is deleted after a final snapshot"),
        (None, "a new Db is made, then the old one is deleted: its data and automated backups are lost"),
    ],
)
def test_a_replacement_minds_its_policy(policy, consequence):
    declared = {"Type": "AWS::RDS::DBInstance", **({"UpdateReplacePolicy": policy} if policy else {})}
    old = {"Resources": {"Db": {**declared, "Properties": {"MasterUsername": "a"}}}}
    new = {"Resources": {"Db": {**declared, "Properties": {"MasterUsername": "b"}}}}

    assert one(old, new).consequence.startswith(consequence)


def test_a_key_refuses_to_change_what_it_is():
    change = one(BODY, changed(Key={"Properties": {"EnableKeyRotation": True, "KeySpec": "RSA_2048"}}))

    assert change.consequence == "the update fails: KeySpec of AWS::KMS::Key cannot be changed once it exists"


@pytest.mark.parametrize("attributes", [{"Metadata": {"a": "b"}}, {"DeletionPolicy": "Retain"}])
def test_what_surrounds_the_properties_modifies_without_replacing(attributes):
    change = one(BODY, changed(Bucket=attributes))

    assert (change.action, change.logical_id, change.replacement, change.properties) == (
        "Modify",
        "Bucket",
        "never",
        (),
    )


def test_another_order_alone_is_no_change():
    assert compare(BODY, changed(Bucket={"DependsOn": "Key"})) == []


@pytest.mark.parametrize(
    ("version", "replacement"), [({"Fn::GetAtt": ["Launch", "LatestVersionNumber"]}, "always"), ("1", None)]
)
def test_an_instance_that_follows_its_launch_template_is_replaced_with_each_version(version, replacement):
    def body(hops):
        data = {"ImageId": "ami-1", "MetadataOptions": {"HttpPutResponseHopLimit": hops}}
        launch = {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}
        followed = {"LaunchTemplateId": {"Ref": "Launch"}, "Version": version}
        instance = {"Type": "AWS::EC2::Instance", "Properties": {"LaunchTemplate": followed}}
        return {"Resources": {"Launch": launch, "Instance": instance}}

    found = {change.logical_id: change.replacement for change in compare(body(1), body(2))}

    assert found.pop("Launch") == "never"
    assert found.get("Instance") == replacement


def test_a_custom_resource_may_always_answer_with_another():
    old = {"Resources": {"Mine": {"Type": "Custom::Mine", "Properties": {"ServiceToken": "t", "A": 1}}}}
    new = {"Resources": {"Mine": {"Type": "Custom::Mine", "Properties": {"ServiceToken": "t", "A": 2}}}}

    assert one(old, new).replacement == "conditional"


def test_a_parameter_changes_what_uses_it():
    body = {**BODY, "Parameters": {"Name": {"Type": "String"}}, "Resources": dict(BODY["Resources"])}
    body["Resources"]["Bucket"] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Name"}}}
    old, new = resolve(body, parameters={"Name": "a"}), resolve(body, parameters={"Name": "b"})

    assert [(c.logical_id, c.replacement) for c in compare(old, new)] == [("Policy", "always"), ("Bucket", "always")]
    assert compare(body, body, parameters={"Name": "a"}) == []


def test_a_value_that_neither_template_declares_is_refused():
    with pytest.raises(ParameterError, match=r"Parameters: \[Nmae\] do not exist in the template"):
        compare(BODY, BODY, parameters={"Nmae": "a"})


def test_a_file_name_is_no_difference(tmp_path):
    text = "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: !Sub '${AWS::StackName}-a'}\n"
    for name in ("old.yaml", "new.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert compare(tmp_path / "old.yaml", tmp_path / "new.yaml") == []


def test_a_type_cannot_change_under_its_logical_id():
    with pytest.raises(TemplateError, match=r"Update of resource type is not permitted.*\[Key\], from AWS::KMS::Key"):
        compare(BODY, changed(Key={"Type": "AWS::SQS::Queue"}))
