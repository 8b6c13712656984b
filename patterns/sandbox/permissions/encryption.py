"""Which KMS key a call uses, and how its service says that the key does not work. Not here: what it asks of IAM."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patterns.sandbox.permissions.refusals import Words

if TYPE_CHECKING:
    from patterns.sandbox.permissions import Situation

DISABLED, PENDING_DELETION, GONE = "Disabled", "PendingDeletion", "Gone"
"""The states in which a key cannot be used. `GONE` is none of KMS's: its waiting period has ended, and it is gone."""

UNUSABLE = (DISABLED, PENDING_DELETION, GONE)

NO_KEY = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are "
    "not allowed to access."
)
"""What KMS says of a text, and S3 of an object, whose key is gone: https://repost.aws/knowledge-center/s3-download-object-ciphertext-error."""


@dataclass(frozen=True)
class KeyUse:
    """The key a call uses, by any of its names, and the service's refusal by the state the key is in.

    `{kms}` in the message of a refusal is what KMS says of the key; `key` is None for a call that needs none.
    """

    key: Callable[[Situation], str | None]
    refusals: Mapping[str, Words]
