"""What AWS Key Management Service does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A key is for what its spec allows, rotates only where it is for symmetric encryption, 25 times on "
        "demand, and waits 7 to 30 days for its end; alias/aws/ is reserved. Not checked: keys of imported "
        "material and of key stores, and the size of a key policy.",
        SIMPLIFIED,
        "/kms/latest/APIReference/API_CreateKey.html",
        """
        attempt(aws.client("kms").create_key, KeySpec="HMAC_256", KeyUsage="SIGN_VERIFY").message
        """,
        modules=("key_checks",),
    ),
    Behaviour(
        "A key pending deletion can be saved, and is gone when the window ends; keys rotate automatically.",
        FAITHFUL,
        "/kms/latest/developerguide/deleting-keys.html",
        """
        kms = aws.client("kms")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
        aws.clock.advance(days=200)
        [one["RotationType"] for one in kms.list_key_rotations(KeyId=key)["Rotations"]]
        """,
        modules=("key_dates",),
    ),
    Behaviour(
        "A key that is disabled or pending deletion refuses, and so does whatever buckets, queues, "
        "secrets and tables keep under it.",
        SIMPLIFIED,
        "/kms/latest/developerguide/unusable-kms-keys.html",
        """
        kms, sqs = aws.client("kms"), aws.client("sqs")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        url = sqs.create_queue(QueueName="sealed", Attributes={"KmsMasterKeyId": key})["QueueUrl"]
        kms.disable_key(KeyId=key)
        attempt(sqs.send_message, QueueUrl=url, MessageBody="a").code
        """,
        modules=("unusable_keys",),
    ),
    Behaviour(
        "A key policy that would lock everybody out is refused.",
        SIMPLIFIED,
        "/kms/latest/APIReference/API_PutKeyPolicy.html",
        """
        nobody = '{"Version": "2012-10-17", "Statement": []}'
        attempt(aws.client("kms").create_key, Policy=nobody).code
        """,
        modules=("locked_keys",),
    ),
)

LIMITS = (
    Limit(
        "S3 does not cache a bucket key for its limited time: disabling the KMS key takes effect "
        "with the next request.",
        """
        sealed = aws.deploy(SecureBucket(encryption="aws:kms"), name="sealed")
        s3.put_object(Bucket=sealed.outputs["BucketName"], Key="note", Body=b"")
        aws.client("kms").disable_key(KeyId=sealed["Key"].physical_id)
        attempt(s3.get_object, Bucket=sealed.outputs["BucketName"], Key="note").code
        """,
    ),
    Limit(
        "A key is gone the second its waiting period ends; AWS may take a day longer.",
        """
        kms = aws.client("kms")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        aws.clock.advance(days=7)
        attempt(kms.describe_key, KeyId=key).code
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::KMS::Alias": Refused(
        made="names of AWS's own, names that are taken, keys that are not there",
        page="/kms/latest/APIReference/API_CreateAlias.html",
        not_made="aliases of a key (50)",
    ),
    "AWS::KMS::Key": Refused(
        made=(
            "uses that a spec does not have, rotation of keys that cannot, policies that lock everybody out "
            "or name nobody"
        ),
        page="/kms/latest/APIReference/API_CreateKey.html",
        not_made="imported and external material",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
