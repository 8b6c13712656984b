"""A KMS key that is disabled, waits for deletion or is gone takes along what is encrypted with it.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
Which calls of other services use a key, they say themselves: `Service.key_uses`.
Not modelled: the minutes for which S3, SQS and DynamoDB go on with a data key they have at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox import services
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Handler, Stage
from patterns.sandbox.permissions import Situation, service
from patterns.sandbox.permissions.encryption import DISABLED, GONE, NO_KEY, PENDING_DELETION, KeyUse
from patterns.sandbox.permissions.refusals import Words
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

CODES = {
    DISABLED: Words("DisabledException", "{kms}", 400),
    PENDING_DELETION: Words("KMSInvalidStateException", "{kms}", 400),
}
PENDING = {PENDING_DELETION: CODES[PENDING_DELETION]}


def install(account: Account) -> None:
    """Watch for keys that stop; only then stand before the calls that use one."""
    guard = Guard(account)
    for operation in ENDS_USE:
        account.gateway.subscribe(Stage.CONSEQUENCES, guard.begin, service="kms", operation=operation)
    account.gateway.subscribe(Stage.JUDGE, guard.cancel, service="kms", operation="CancelKeyDeletion")


class Guard:
    """Stands before the calls that use keys, from the first key that stops being usable."""

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
        for names in services.names().values():
            user = service(names.boto3)
            for operation, use in (user.key_uses if user else {}).items():
                self._before(names.boto3, operation, partial(self._use, use))

    def cancel(self, call: Call) -> None:
        """Refuse to cancel a deletion that nobody scheduled."""
        metadata = self._metadata(call.params.get("KeyId"))
        if metadata and metadata["KeyState"] not in (PENDING_DELETION, GONE):
            raise Refused("KMSInvalidStateException", f"{metadata['Arn']} is not pending deletion.", 400)

    def _before(self, service: str, operation: str, handler: Handler) -> None:
        self._account.gateway.subscribe(Stage.JUDGE, handler, service=service, operation=operation)

    def _kms(self, call: Call) -> None:
        named = [call.params.get(name) for name in ("KeyId", "SourceKeyId", "DestinationKeyId")]
        used = _key_of(call.params.get("CiphertextBlob"))
        for key_id in (*named, used):
            self._refuse(key_id, CODES)
        if self._metadata(used).get("KeyState") == GONE:
            raise Refused("AccessDeniedException", NO_KEY, 400)

    def _change(self, call: Call) -> None:
        self._refuse(call.params.get("TargetKeyId") or call.params.get("KeyId"), PENDING)

    def _use(self, use: KeyUse, call: Call) -> None:
        self._refuse(use.key(Situation(self._account, call)), use.refusals)

    def _refuse(self, key_id: str | None, refusals: Mapping[str, Words]) -> None:
        metadata = self._metadata(key_id)
        words = refusals.get(metadata.get("KeyState", ""))
        if words is not None:
            raise Refused(words.code, words.message.format(kms=_sentence(metadata)), words.status)

    def _metadata(self, key_id: str | None) -> dict[str, Any]:
        """What KMS knows of a key, or knew; nothing where there never was one, which the service itself answers."""
        if not key_id:
            return {}
        try:
            key_metadata: dict[str, Any] = self._account.observer("kms").describe_key(KeyId=key_id)["KeyMetadata"]
        except ClientError:
            arn = keys.ended(self._account.account_id, self._account.region, key_id)
            return {"Arn": arn, "KeyState": GONE} if arn else {}
        return key_metadata


def _sentence(metadata: dict[str, Any]) -> str:
    if metadata["KeyState"] == GONE:
        return f"Key '{metadata['Arn']}' does not exist"
    return f"{metadata['Arn']} is {'disabled' if metadata['KeyState'] == DISABLED else 'pending deletion'}."


def _key_of(ciphertext: bytes | None) -> str | None:
    """The id of the key that made this ciphertext, which the simulation writes into its first 36 bytes."""
    return bytes(ciphertext)[:36].decode("ascii", errors="ignore") if ciphertext else None
