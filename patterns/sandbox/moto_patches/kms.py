"""What moto's KMS accepts and forgets: the rotation period, and what a key is for when nobody says."""

from __future__ import annotations

import json
from typing import Any

DEFAULT_PERIOD_DAYS = 365
"""https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html"""


def apply() -> None:
    """Keep the `RotationPeriodInDays` of a key and report it while the key rotates; let a key be for encryption."""
    from moto.kms.models import Key
    from moto.kms.responses import KmsResponse

    made = Key.__init__

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        """Make a key with the default usage: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html."""
        made(self, *args, **kwargs)
        self.key_usage = self.key_usage or "ENCRYPT_DECRYPT"

    Key.__init__ = make

    enable, report = KmsResponse.enable_key_rotation, KmsResponse.get_key_rotation_status

    def enable_key_rotation(self: Any) -> str:
        answer: str = enable(self)
        key = _key(self)
        key.rotation_period = self._get_param("RotationPeriodInDays") or _period(key)
        return answer

    def get_key_rotation_status(self: Any) -> str:
        answer = json.loads(report(self))
        key = _key(self)
        answer["KeyId"] = key.id
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = _period(key)
        return json.dumps(answer)

    KmsResponse.enable_key_rotation = enable_key_rotation
    KmsResponse.get_key_rotation_status = get_key_rotation_status


def _key(response: Any) -> Any:
    backend = response.kms_backend
    return backend.keys[backend.get_key_id(response._get_param("KeyId"))]


def _period(key: Any) -> int:
    return int(getattr(key, "rotation_period", DEFAULT_PERIOD_DAYS))
