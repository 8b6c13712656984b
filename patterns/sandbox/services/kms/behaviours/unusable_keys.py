"""A KMS key that is disabled, waits for deletion or is gone takes along what is encrypted with it.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
Not modelled: the minutes for which S3, SQS and DynamoDB go on with a data key they have at hand.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.kms.patches import keys

ENDS_USE = ("DisableKey", "ScheduleKeyDeletion")
USES_KEY = (
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "ReEncrypt",
    "Sign",
    "Verify",
    "VerifyMac",
)
CHANGES_ENABLED = ("CreateGrant", "DisableKeyRotation", "EnableKeyRotation", "RotateKeyOnDemand")
CHANGES = (
    "CreateAlias",
    "DisableKey",
    "EnableKey",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateKeyDescription",
    "UpdatePrimaryRegion",
)
"""What a disabled key allows and one that waits for deletion does not; `PutKeyPolicy` works on both."""

READS = ("GetObject", "HeadObject")
WRITES = ("CopyObject", "CreateMultipartUpload", "PutObject")
QUEUE_USES = ("ReceiveMessage", "SendMessage", "SendMessageBatch")
TABLE_USES = ("DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem")


def install(account: Account) -> None:
    """Watch for keys that stop; only then stand before the calls that use one."""
    guard = Guard(account)
    for operation in ENDS_USE:
        account.gateway.subscribe(Stage.CONSEQUENCES, guard.begin, service="kms", operation=operation)
    account.gateway.subscribe(Stage.AUTHORISE, guard.cancel, service="kms", operation="CancelKeyDeletion")


class Guard:
    """Stands before KMS and S3 from the first key that stops being usable."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._standing = False

    def begin(self, call: Call) -> None:
        """Subscribe once; the key's state is asked at each call, so that enabling it again needs nothing here."""
        if self._standing:
            return
        self._standing = True
        for operation in USES_KEY + CHANGES_ENABLED:
            self._before("kms", operation, self._kms)
        for operation in CHANGES:
            self._before("kms", operation, self._change)
        for operation in WRITES:
            self._before("s3", operation, self._write)
        for operation in READS:
            self._before("s3", operation, self._read)
        for operation in QUEUE_USES:
            self._before("sqs", operation, self._queue)
        for operation in TABLE_USES:
            self._before("dynamodb", operation, self._table)
        self._before("secretsmanager", "GetSecretValue", self._read_secret)
        for operation in ("PutSecretValue", "UpdateSecret"):
            self._before("secretsmanager", operation, self._write_secret)

    def cancel(self, call: Call) -> None:
        """Refuse to cancel a deletion that nobody scheduled."""
        metadata = self._metadata(call.params.get("KeyId"))
        if metadata and metadata["KeyState"] not in ("PendingDeletion", GONE):
            raise Refused("KMSInvalidStateException", f"{metadata['Arn']} is not pending deletion.", 400)

    def _before(self, service: str, operation: str, handler: Any) -> None:
        self._account.gateway.subscribe(Stage.AUTHORISE, handler, service=service, operation=operation)

    def _kms(self, call: Call) -> None:
        named = [call.params.get(name) for name in ("KeyId", "SourceKeyId", "DestinationKeyId")]
        used = _key_of(call.params.get("CiphertextBlob"))
        for key_id in (*named, used):
            self._refuse(key_id, KMS_CODES, 400)
        if self._metadata(used).get("KeyState") == GONE:
            raise Refused("AccessDeniedException", NO_KEY, 400)

    def _change(self, call: Call) -> None:
        pending = {"PendingDeletion": KMS_CODES["PendingDeletion"]}
        self._refuse(call.params.get("TargetKeyId") or call.params.get("KeyId"), pending, 400)

    def _write(self, call: Call) -> None:
        self._refuse(self._key_of_write(call.params), S3_CODES, 400)

    def _read(self, call: Call) -> None:
        named = {name: call.params[name] for name in ("Bucket", "Key", "VersionId") if name in call.params}
        try:
            head = self._account.observer("s3").head_object(**named)
        except ClientError:
            return
        key_id = head.get("SSEKMSKeyId")
        if self._metadata(key_id).get("KeyState") == GONE:
            raise Refused("AccessDenied", NO_KEY, 403)
        self._refuse(key_id, S3_CODES, 400)

    def _queue(self, call: Call) -> None:
        found = self._asked("sqs", "get_queue_attributes", QueueUrl=call.params["QueueUrl"], AttributeNames=["All"])
        self._refuse(found.get("Attributes", {}).get("KmsMasterKeyId"), SQS_CODES, 400)

    def _table(self, call: Call) -> None:
        found = self._asked("dynamodb", "describe_table", TableName=call.params["TableName"])
        metadata = self._metadata(found.get("Table", {}).get("SSEDescription", {}).get("KMSMasterKeyArn"))
        if metadata.get("KeyState") in UNUSABLE:
            raise Refused("ValidationException", _told_by_dynamodb(metadata), 400)

    def _read_secret(self, call: Call) -> None:
        if self._secret_is_shut(call):
            raise Refused("DecryptionFailure", NO_DECRYPTION, 400)

    def _write_secret(self, call: Call) -> None:
        if {"SecretString", "SecretBinary"} & set(call.params) and self._secret_is_shut(call):
            raise Refused("EncryptionFailure", NO_ENCRYPTION, 400)

    def _secret_is_shut(self, call: Call) -> bool:
        found = self._asked("secretsmanager", "describe_secret", SecretId=call.params["SecretId"])
        return self._metadata(found.get("KmsKeyId")).get("KeyState") in UNUSABLE

    def _asked(self, service: str, operation: str, **named: Any) -> dict[str, Any]:
        """What a service knows of a resource; nothing where there is none, which the service itself answers."""
        try:
            found: dict[str, Any] = getattr(self._account.observer(service), operation)(**named)
        except ClientError:
            return {}
        return found

    def _key_of_write(self, params: dict[str, Any]) -> str | None:
        if params.get("ServerSideEncryption"):
            named = params.get("SSEKMSKeyId")
            return None if named is None else str(named)
        try:
            found = self._account.observer("s3").get_bucket_encryption(Bucket=params["Bucket"])
        except ClientError:
            return None
        rule = found["ServerSideEncryptionConfiguration"]["Rules"][0]
        default: str | None = rule.get("ApplyServerSideEncryptionByDefault", {}).get("KMSMasterKeyID")
        return default

    def _refuse(self, key_id: str | None, code_for: dict[str, str], status: int) -> None:
        metadata = self._metadata(key_id)
        state = metadata.get("KeyState")
        if state in code_for:
            raise Refused(code_for[state], _sentence(metadata), status)

    def _metadata(self, key_id: str | None) -> dict[str, Any]:
        """What KMS knows of a key, or knew; nothing where there never was one, which the service itself answers."""
        if not key_id:
            return {}
        found: dict[str, Any] = self._asked("kms", "describe_key", KeyId=key_id).get("KeyMetadata", {})
        if not found and (arn := keys.ended(self._account.account_id, self._account.region, key_id)):
            return {"Arn": arn, "KeyState": GONE}
        return found


KMS_CODES = {"Disabled": "DisabledException", "PendingDeletion": "KMSInvalidStateException"}
GONE = "Gone"
"""Not a state of KMS's: the waiting period has ended, and KMS itself knows the key no more."""
UNUSABLE = frozenset({*KMS_CODES, GONE})
NOT_FOUND = {GONE: "KMS.NotFoundException"}
S3_CODES = NOT_FOUND | {"Disabled": "KMS.DisabledException", "PendingDeletion": "KMS.KMSInvalidStateException"}
SQS_CODES = NOT_FOUND | {"Disabled": "KMS.DisabledException", "PendingDeletion": "KMS.InvalidStateException"}
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"""

NO_KEY = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are "
    "not allowed to access."
)
"""What KMS says of a text, and S3 of an object, whose key is gone: https://repost.aws/knowledge-center/s3-download-object-ciphertext-error."""

NO_DECRYPTION = "Secrets Manager can't decrypt the protected secret text using the provided KMS key."
NO_ENCRYPTION = (
    "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is "
    "available, enabled, and not in an invalid state."
)
"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html"""


def _told_by_dynamodb(metadata: dict[str, Any]) -> str:
    """What DynamoDB passes on of the refusal of KMS, without its request id.

    No page of AWS's has these words: those for a disabled key were reported by users, the others are built after them.
    """
    what, code = TOLD[metadata["KeyState"]]
    return f"KMS key {what} error: {_sentence(metadata)} (Service: AWSKMS; Status Code: 400; Error Code: {code})"


TOLD = {
    "Disabled": ("disabled", "DisabledException"),
    "PendingDeletion": ("state", "KMSInvalidStateException"),
    GONE: ("not found", "NotFoundException"),
}


def _sentence(metadata: dict[str, Any]) -> str:
    if metadata["KeyState"] == GONE:
        return f"Key '{metadata['Arn']}' does not exist"
    return f"{metadata['Arn']} is {'disabled' if metadata['KeyState'] == 'Disabled' else 'pending deletion'}."


def _key_of(ciphertext: bytes | None) -> str | None:
    """The id of the key that made this ciphertext, which the simulation writes into its first 36 bytes."""
    return bytes(ciphertext)[:36].decode("ascii", errors="ignore") if ciphertext else None
