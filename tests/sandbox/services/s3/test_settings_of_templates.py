"""What a template says of a bucket is set, read back, or refused in S3's words."""

import pytest

from patterns.sandbox.core.errors import StackFailed
from patterns.template.errors import TemplateError

LISTED = {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}}
OPEN = {"PublicAccessBlockConfiguration": {"BlockPublicAcls": False}}
VERSIONED = {"VersioningConfiguration": {"Status": "Enabled"}}


def deployed(aws, properties, **others):
    resources = {"One": properties, **others}
    body = {"Resources": {name: {"Type": "AWS::S3::Bucket", "Properties": said} for name, said in resources.items()}}
    return aws.deploy(body, name="buckets")


def copied(to):
    return {"ReplicationConfiguration": {
        "Role": "arn:aws:iam::123456789012:role/copies",
        "Rules": [{"Status": "Enabled", "Priority": 1, "Filter": {"Prefix": "films/"},
                   "DeleteMarkerReplication": {"Status": "Disabled"}, "Destination": {"Bucket": to}}],
    }}  # fmt: skip


def test_a_list_gives_a_group_its_rights(aws):
    stack = deployed(aws, {"AccessControl": "PublicRead", **LISTED, **OPEN})

    grants = aws.client("s3").get_bucket_acl(Bucket=stack["One"].physical_id)["Grants"]
    given = [(grant["Grantee"]["URI"], grant["Permission"]) for grant in grants if "URI" in grant["Grantee"]]
    assert given == [("http://acs.amazonaws.com/groups/global/AllUsers", "READ")]
    assert stack["One"].unsimulated == ()


def test_a_list_that_is_no_longer_declared_is_taken_back(aws):
    deployed(aws, {"AccessControl": "LogDeliveryWrite", **LISTED})

    stack = deployed(aws, LISTED)

    grants = aws.client("s3").get_bucket_acl(Bucket=stack["One"].physical_id)["Grants"]
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"AccessControl": "PublicRead"}, "required key .OwnershipControls. not found"),
        ({"AccessControl": "PublicRead", **LISTED}, "AccessDenied"),
        (
            {
                "AccessControl": "LogDeliveryWrite",
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            },
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        ),
        (copied("arn:aws:s3:::somewhere"), "Versioning must be 'Enabled' on the bucket"),
        (copied("arn:aws:s3:::somewhere") | VERSIONED, "Destination bucket must exist."),
    ],
)
def test_what_s3_refuses_in_a_template_is_refused(aws, properties, said):
    with pytest.raises((StackFailed, TemplateError), match=said):
        deployed(aws, properties)


def test_replication_is_read_back_whole(aws):
    stack = deployed(aws, copied({"Fn::GetAtt": ["Other", "Arn"]}) | VERSIONED, Other=VERSIONED)

    rule = stack["One"].actual["ReplicationConfiguration"]["Rules"][0]
    assert rule["Filter"] == {"Prefix": "films/"}
    assert rule["Destination"] == {"Bucket": f"arn:aws:s3:::{stack['Other'].physical_id}"}
    assert stack["One"].unsimulated == ()


@pytest.mark.parametrize("kind", ["aws:kms", "aws:kms:dsse"])
def test_the_key_of_an_object_is_told_by_its_arn_and_closes_it_when_disabled(aws, kind):
    kms, s3 = aws.client("kms"), aws.client("s3")
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/orders", TargetKeyId=key["KeyId"])
    s3.create_bucket(Bucket="orders")
    s3.put_object(Bucket="orders", Key="one", Body=b"a", ServerSideEncryption=kind, SSEKMSKeyId="alias/orders")

    told = s3.head_object(Bucket="orders", Key="one")
    kms.disable_key(KeyId=key["KeyId"])

    assert (told["ServerSideEncryption"], told["SSEKMSKeyId"]) == (kind, key["Arn"])
    with pytest.raises(s3.exceptions.ClientError, match=f"KMS.DisabledException.*{key['KeyId']} is disabled"):
        s3.get_object(Bucket="orders", Key="one")
