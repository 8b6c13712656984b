"""AWS::S3::Bucket. Not here: bucket policies, a type of their own."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from patterns.refusals.s3 import NO_LISTS
from patterns.sandbox.provider.base import Call, HandlerError, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.provider.shapes import renaming
from patterns.sandbox.services.s3.resources._shapes import (
    canned_list,
    lifecycle_from_service,
    lifecycle_to_service,
    notification_from_service,
    notification_to_service,
    tags_to_service,
    website_from_service,
    website_to_service,
)

encryption_to_service, encryption_from_service = renaming(
    {
        "ServerSideEncryptionConfiguration": "Rules",
        "ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault",
    }
)
cors_to_service, cors_from_service = renaming(
    {"CorsRules": "CORSRules", "Id": "ID", "ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds"}
)
logging_to_service, logging_from_service = renaming(
    {"DestinationBucketName": "TargetBucket", "LogFilePrefix": "TargetPrefix"}
)
replication_to_service, replication_from_service = renaming({"Id": "ID", "TagFilter": "Tag", "TagFilters": "Tags"})
ENFORCED = "BucketOwnerEnforced"
PRIVATE, OWNERS = "Private", frozenset({"Private", "BucketOwnerFullControl", "BucketOwnerRead"})
"""Lists under which nobody but the owner has a right to a bucket: the others are of objects."""
status_to_service, status_from_service = renaming({"AccelerationStatus": "Status"})


class Bucket(Provider):
    """A bucket is created bare; every property but the name is then set by a call of its own, as S3 has it."""

    type = "AWS::S3::Bucket"
    service = "s3"
    identifier = "Bucket"
    creation = "create_bucket"
    deletion = "delete_bucket"
    gone = frozenset({"NoSuchBucket", "404"})
    not_set = frozenset(
        {
            "NoSuchCORSConfiguration",
            "NoSuchLifecycleConfiguration",
            "NoSuchPublicAccessBlockConfiguration",
            "NoSuchTagSet",
            "NoSuchWebsiteConfiguration",
            "ObjectLockConfigurationNotFoundError",
            "OwnershipControlsNotFoundError",
            "ReplicationConfigurationNotFoundError",
            "ServerSideEncryptionConfigurationNotFoundError",
        }
    )
    lasting = frozenset({"ObjectLockEnabled"})
    """It is turned on for good: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"""
    traces = frozenset(
        {
            "VersioningConfiguration",
            "AccelerateConfiguration",
            "OwnershipControls",
            "PublicAccessBlockConfiguration",
        }
    )
    """What S3 can only suspend; what it gives a new bucket, and does not give back when it is deleted."""
    properties = (
        Property("BucketName", create="Bucket"),
        Property("OwnershipControls", put=Call("put_bucket_ownership_controls", "OwnershipControls"),
                 get=Call("get_bucket_ownership_controls", "OwnershipControls"),
                 remove="delete_bucket_ownership_controls"),
        Property("PublicAccessBlockConfiguration",
                 put=Call("put_public_access_block", "PublicAccessBlockConfiguration"),
                 get=Call("get_public_access_block", "PublicAccessBlockConfiguration"),
                 remove="delete_public_access_block"),
        # After the two settings above, which have to let it through.
        Property("AccessControl", code="_set_access_control", default=PRIVATE,
                 get=Call("get_bucket_acl", "Grants"), from_service=canned_list),
        Property("BucketEncryption", put=Call("put_bucket_encryption", "ServerSideEncryptionConfiguration"),
                 get=Call("get_bucket_encryption", "ServerSideEncryptionConfiguration"),
                 remove="delete_bucket_encryption",
                 to_service=encryption_to_service, from_service=encryption_from_service),
        Property("VersioningConfiguration", put=Call("put_bucket_versioning", "VersioningConfiguration"),
                 get=Call("get_bucket_versioning"), cleared={"Status": "Suspended"}),  # it cannot be removed
        # After versioning, without which there is no object lock.
        Property("ObjectLockEnabled", create="ObjectLockEnabledForBucket", default=False, code="_set_object_lock",
                 get=Call("get_object_lock_configuration", "ObjectLockConfiguration.ObjectLockEnabled"),
                 from_service=lambda value: value == "Enabled"),
        Property("ObjectLockConfiguration", code="_set_object_lock",
                 get=Call("get_object_lock_configuration", "ObjectLockConfiguration")),
        Property("LifecycleConfiguration", put=Call("put_bucket_lifecycle_configuration", "LifecycleConfiguration"),
                 get=Call("get_bucket_lifecycle_configuration"), remove="delete_bucket_lifecycle",
                 to_service=lifecycle_to_service, from_service=lifecycle_from_service),
        Property("LoggingConfiguration", put=Call("put_bucket_logging", "BucketLoggingStatus"),
                 get=Call("get_bucket_logging", "LoggingEnabled"), cleared={},
                 to_service=lambda value: {"LoggingEnabled": {"TargetPrefix": "", **logging_to_service(value)}},
                 from_service=logging_from_service),
        Property("CorsConfiguration", put=Call("put_bucket_cors", "CORSConfiguration"), get=Call("get_bucket_cors"),
                 remove="delete_bucket_cors", to_service=cors_to_service, from_service=cors_from_service),
        Property("WebsiteConfiguration", put=Call("put_bucket_website", "WebsiteConfiguration"),
                 get=Call("get_bucket_website"), remove="delete_bucket_website",
                 to_service=website_to_service, from_service=website_from_service,
                 effect="No pages are served at the website address."),
        # After versioning, which S3 wants on both sides.
        Property("ReplicationConfiguration", put=Call("put_bucket_replication", "ReplicationConfiguration"),
                 get=Call("get_bucket_replication", "ReplicationConfiguration"), remove="delete_bucket_replication",
                 to_service=replication_to_service, from_service=replication_from_service,
                 effect="No object is copied."),
        Property("AccelerateConfiguration", put=Call("put_bucket_accelerate_configuration", "AccelerateConfiguration"),
                 get=Call("get_bucket_accelerate_configuration"), cleared={"Status": "Suspended"},
                 to_service=status_to_service, from_service=status_from_service,
                 effect="Transfers are no faster."),
        Property("NotificationConfiguration",
                 put=Call("put_bucket_notification_configuration", "NotificationConfiguration"),
                 get=Call("get_bucket_notification_configuration"), cleared={},
                 to_service=notification_to_service, from_service=notification_from_service),
        Property("Tags", put=Call("put_bucket_tagging", "Tagging"), get=Call("get_bucket_tagging", "TagSet"),
                 remove="delete_bucket_tagging", to_service=tags_to_service),
    )  # fmt: skip
    examples = (
        {},
        {
            "BucketName": "example-bucket-1",
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True, "BlockPublicPolicy": True,
                "IgnorePublicAcls": True, "RestrictPublicBuckets": True,
            },
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
            "VersioningConfiguration": {"Status": "Enabled"},
            "LoggingConfiguration": {"DestinationBucketName": "{bucket}", "LogFilePrefix": "access/"},
            "Tags": [{"Key": "Project", "Value": "cookbook"}, {"Key": "Owner", "Value": "data@example.com"}],
        },
        {
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "Id": "abandoned", "Status": "Enabled",
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                    },
                    {
                        "Id": "old", "Status": "Enabled", "ExpiredObjectDeleteMarker": True,
                        "NoncurrentVersionExpiration": {"NoncurrentDays": 30, "NewerNoncurrentVersions": 3},
                    },
                    {
                        "Id": "small", "Status": "Enabled", "Prefix": "tmp/", "ObjectSizeLessThan": "1000",
                        "ExpirationInDays": 7,
                    },
                    {
                        "Id": "logs", "Status": "Disabled", "Prefix": "logs/", "ExpirationInDays": 365,
                        "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 90}],
                    },
                    {
                        "Id": "tagged", "Status": "Enabled", "Prefix": "tmp/",
                        "TagFilters": [{"Key": "keep", "Value": "no"}],
                        "NoncurrentVersionTransitions": [{"StorageClass": "STANDARD_IA", "TransitionInDays": 30}],
                    },
                ]
            },
            "VersioningConfiguration": {"Status": "Suspended"},
            "LoggingConfiguration": {
                "DestinationBucketName": "{bucket}",
                "TargetObjectKeyFormat": {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}},
            },
        },
        {
            "ObjectLockEnabled": True,
            "ObjectLockConfiguration": {
                "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}},
            },
            "VersioningConfiguration": {"Status": "Enabled"},
            "CorsConfiguration": {
                "CorsRules": [
                    {
                        "Id": "pages", "AllowedMethods": ["GET", "HEAD"], "AllowedOrigins": ["https://www.example.com"],
                        "AllowedHeaders": ["*"], "ExposedHeaders": ["ETag"], "MaxAge": 3600,
                    }
                ]
            },
            "AccessControl": "LogDeliveryWrite",
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]},
            "ReplicationConfiguration": {
                "Role": "{role.Arn}",
                "Rules": [
                    {
                        "Id": "all", "Status": "Enabled", "Priority": 1, "Filter": {"Prefix": "films/"},
                        "DeleteMarkerReplication": {"Status": "Disabled"},
                        "Destination": {"Bucket": "{versioned_bucket.Arn}", "StorageClass": "STANDARD_IA"},
                    }
                ],
            },
            "WebsiteConfiguration": {"IndexDocument": "index.html", "ErrorDocument": "error.html"},
            "AccelerateConfiguration": {"AccelerationStatus": "Enabled"},
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        },
    )  # fmt: skip

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """Add a made-up name, and the region where it is not the first one, which S3 wants left out."""
        arguments = {"Bucket": target.name(longest=63).lower(), **given}
        if target.account.region != "us-east-1":
            arguments["CreateBucketConfiguration"] = {"LocationConstraint": target.account.region}
        return arguments

    def create(self, target: Target) -> str:
        """Refuse a name that is taken: in us-east-1 S3 itself lets its owner create a bucket twice."""
        name = target.properties.get("BucketName")
        if name is not None and self._exists(target, name):
            raise HandlerError("AlreadyExists", f"{name} already exists")
        return super().create(target)

    def _exists(self, target: Target, name: str) -> bool:
        try:
            target.account.observer("s3").head_bucket(Bucket=name)
        except ClientError:
            return False
        return True

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The bucket's name, from where it is: "/name", or "http://name.s3.amazonaws.com/" in other regions."""
        location = urlsplit(str(response["Location"]))
        return location.netloc.removesuffix(".s3.amazonaws.com") or location.path.strip("/")

    def _set_access_control(self, target: Target, old: Any) -> None:
        """Set the list, which S3 keeps as grants; where lists are off, only a list that grants nothing goes through.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
        """
        asked = target.properties.get("AccessControl", PRIVATE)
        before = (old or {}).get("AccessControl", PRIVATE)
        if asked in OWNERS and before in OWNERS:
            return
        rules = (target.properties.get("OwnershipControls") or {}).get("Rules") or [{}]
        if all(rule.get("ObjectOwnership", ENFORCED) == ENFORCED for rule in rules):
            if asked in OWNERS:
                return  # lists are off by now
            raise HandlerError(*NO_LISTS)
        client = target.account.administrator("s3")
        canned = re.sub(r"(?<!^)([A-Z])", r"-\1", asked if asked not in OWNERS else PRIVATE).lower()
        client.put_bucket_acl(Bucket=target.physical_id, ACL=canned)

    def _set_object_lock(self, target: Target, old: Any) -> None:
        """Turn object lock on, and set or clear its default retention; nothing turns it off again.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
        """
        asked = target.properties.get("ObjectLockConfiguration") or {}
        on = {"ObjectLockEnabled": "Enabled"}
        if asked == on and not old:
            return  # as it was created
        client = target.account.administrator("s3")
        client.put_object_lock_configuration(Bucket=target.physical_id, ObjectLockConfiguration={**on, **asked})

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The properties, and the name, which is the bucket's identity and has no call of its own."""
        described = super().read_one(responses)
        return None if described is None else {"BucketName": responses.target.physical_id, **described}

    def release(self, target: Target) -> None:
        """Delete every version of every object, and the markers."""
        s3 = target.account.administrator(self.service)
        bucket = self.identity(target)
        held = s3.list_object_versions(**bucket)
        for entry in (*held.get("Versions", ()), *held.get("DeleteMarkers", ())):
            version = {"Key": entry["Key"], "VersionId": entry["VersionId"]}
            s3.delete_object(**bucket, **version, BypassGovernanceRetention=True)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html#aws-resource-s3-bucket-return-values."""
        bucket, region = target.physical_id, target.account.region
        return {
            "Arn": f"arn:aws:s3:::{bucket}",
            "DomainName": f"{bucket}.s3.amazonaws.com",
            "DualStackDomainName": f"{bucket}.s3.dualstack.{region}.amazonaws.com",
            "RegionalDomainName": f"{bucket}.s3.{region}.amazonaws.com",
            "WebsiteURL": f"http://{bucket}.s3-website-{region}.amazonaws.com",
        }


PROVIDER = Bucket()
