"""What Amazon S3 does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A bucket has a name that S3 takes, and lifecycle rules, replication, CORS, website, encryption and "
        "acceleration that it takes: days before infrequent access, transitions downwards, versions where "
        "copies are made. Not checked: the role of a replication, a destination in another account, inventories, "
        "analytics and the size of configurations.",
        SIMPLIFIED,
        "/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html",
        """
        moves = [{"Days": 10, "StorageClass": "STANDARD_IA"}]
        rules = [{"ID": "cold", "Status": "Enabled", "Filter": {}, "Transitions": moves}]
        attempt(
            s3.put_bucket_lifecycle_configuration, Bucket=bucket, LifecycleConfiguration={"Rules": rules}
        ).message
        """,
        modules=("bucket_checks",),
    ),
    Behaviour(
        "Old versions and unfinished uploads expire by the bucket's rules, and objects move to their class.",
        SIMPLIFIED,
        "/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
        """
        s3.create_multipart_upload(Bucket=bucket, Key="film")
        aws.clock.advance(days=8)
        s3.list_multipart_uploads(Bucket=bucket).get("Uploads")
        """,
        modules=("object_lifecycle",),
    ),
    Behaviour(
        "Access logs arrive where the log bucket's policy lets S3 write, and nowhere else.",
        SIMPLIFIED,
        "/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html",
        """
        logs = stack["LogBucket"].physical_id
        s3.delete_bucket_policy(Bucket=logs)
        s3.put_object(Bucket=bucket, Key="note", Body=b"")
        aws.clock.advance(days=1)
        s3.list_objects_v2(Bucket=logs)["KeyCount"]
        """,
        modules=("access_logs",),
    ),
    Behaviour(
        "ACLs are refused where they are off, and so is whatever would make a bucket public where that is blocked.",
        FAITHFUL,
        "/AmazonS3/latest/userguide/about-object-ownership.html",
        'attempt(s3.put_bucket_acl, Bucket=bucket, ACL="public-read").code',
        modules=("public_access",),
    ),
    Behaviour(
        "Notifications reach queues, topics, functions and EventBridge.",
        FAITHFUL,
        "/AmazonS3/latest/userguide/EventNotifications.html",
        """
        import json

        events, sqs = aws.client("events"), aws.client("sqs")
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
        url = sqs.create_queue(QueueName="told")["QueueUrl"]
        arn = "arn:aws:sqs:us-east-1:123456789012:told"
        allowed = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}}
        allowed |= {"Action": "sqs:SendMessage", "Resource": arn}
        allow = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": allow})
        events.put_rule(Name="made", EventPattern='{"source": ["aws.s3"], "detail-type": ["Object Created"]}')
        events.put_targets(Rule="made", Targets=[{"Id": "told", "Arn": arn}])
        s3.put_object(Bucket=bucket, Key="note", Body=b"")
        json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])["detail"]["object"]["key"]
        """,
        modules=("object_notifications",),
    ),
)

LIMITS = (
    Limit(
        "A template that no longer asks for Object Lock is taken, and the lock stays on: nothing turns it off. Whether "
        "CloudFormation refuses such an update no page says.",
        """
        bucket = {"Type": "AWS::S3::Bucket", "Properties": {"ObjectLockEnabled": True}}
        stack = aws.deploy({"Resources": {"Bucket": bucket}}, name="locked")
        stack.update({"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}})
        (stack.status, stack["Bucket"].actual["ObjectLockEnabled"])
        """,
    ),
    Limit(
        "Access logs arrive an hour after their first record, and none is lost; AWS takes a few hours.",
        """
        s3.put_object(Bucket=bucket, Key="note", Body=b"")
        aws.clock.advance(hours=1)
        s3.list_objects_v2(Bucket=stack["LogBucket"].physical_id)["KeyCount"]
        """,
    ),
    Limit(
        "Lifecycle rules act at the midnight from which AWS stops billing; AWS removes the objects some hours later.",
        """
        s3.put_object(Bucket=bucket, Key="note", Body=b"old")
        s3.put_object(Bucket=bucket, Key="note", Body=b"new")
        aws.clock.advance(days=31)
        len(s3.list_object_versions(Bucket=bucket, Prefix="note")["Versions"])
        """,
    ),
    Limit(
        "The access logs record requests only, not S3's own actions (such as `S3.EXPIRE.OBJECT`).",
        """
        s3.create_multipart_upload(Bucket=bucket, Key="big")
        aws.clock.advance(days=9)
        logs = stack["LogBucket"].physical_id
        keys = [found["Key"] for found in s3.list_objects_v2(Bucket=logs)["Contents"]]
        any(b" S3." in s3.get_object(Bucket=logs, Key=key)["Body"].read() for key in keys)
        """,
    ),
    Limit(
        "The signature of a presigned URL is not checked, only its expiry.",
        """
        import requests

        s3.put_object(Bucket=bucket, Key="note", Body=b"read")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "note"})
        requests.get(url.replace("Signature=", "Signature=forged")).text
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::S3::Bucket": Refused(
        made=(
            "names, lists where they are off, public settings that are blocked, lifecycle rules, replication "
            "without versions, CORS, websites, encryption, acceleration, object lock switched off with "
            "versioning"
        ),
        page="/AmazonS3/latest/userguide/bucketnamingrules.html",
        not_made="roles of replication, inventories, analytics, tables, the size of configurations",
    ),
    "AWS::S3::BucketPolicy": Refused(
        made=(
            "buckets that are not there, actions and resources that do not go together, principals that do "
            "not exist, public policies that are blocked"
        ),
        page="/AmazonS3/latest/userguide/troubleshooting-bucket-policies.html",
        not_made="condition keys, 20 kB",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
