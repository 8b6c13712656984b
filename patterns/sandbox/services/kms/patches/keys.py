"""What moto's KMS accepts and forgets: rotation on schedule, a key's end, and what a key is for when nobody says.

When a key rotates or ends is not decided here (`behaviours/key_dates.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from typing import Any

DEFAULT_PERIOD_DAYS = 365
"""https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html"""


def apply() -> None:
    """Keep the `RotationPeriodInDays` of a key and report it while the key rotates; let a key be for encryption."""
    from moto.kms import models, responses
    from moto.kms.models import Key, KmsBackend
    from moto.kms.responses import KmsResponse

    # The one name of a policy, optional in https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
    asserted = responses._assert_default_policy
    responses._assert_default_policy = lambda name: asserted(name or "default")
    KmsBackend.create_alias = _managed_by_aws(KmsBackend.create_alias)
    for name in ("cancel_key_deletion", "disable_key", "enable_key", "schedule_key_deletion"):
        setattr(KmsBackend, name, _by_id_or_arn(getattr(KmsBackend, name)))
    made = Key.__init__

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        """Make a key with the default usage: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html."""
        made(self, *args, **kwargs)
        self.key_usage = self.key_usage or "ENCRYPT_DECRYPT"

    Key.__init__ = make
    vars(models)["generate_private_key"] = partial(_Pair, models.generate_private_key)

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
        if key.key_state == "PendingDeletion":
            answer["KeyRotationEnabled"] = False
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = _period(key)
            if due := getattr(key, "rotation_due", None):
                answer["NextRotationDate"] = due.timestamp()
        return json.dumps(answer)

    def list_key_rotations(self: Any) -> str:
        """Name the key by its id, as KMS does, and only rotations that are complete."""
        answer = json.loads(listed(self))
        answer["Rotations"] = [{**rotation, "KeyId": _key(self).id} for rotation in answer["Rotations"]]
        return json.dumps(answer)

    listed = KmsResponse.list_key_rotations
    KmsResponse.enable_key_rotation = enable_key_rotation
    KmsResponse.get_key_rotation_status = get_key_rotation_status
    KmsResponse.list_key_rotations = list_key_rotations


def _managed_by_aws(create_alias: Callable[..., Any]) -> Callable[..., Any]:
    """Let a key that AWS makes for a service be AWS's: it has an alias that nobody else can give.

    https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
    """

    def create(self: Any, target_key_id: str, alias_name: str) -> Any:
        alias = create_alias(self, target_key_id, alias_name)
        if alias_name.startswith("alias/aws/"):
            self.keys[self.get_key_id(target_key_id)].key_manager = "AWS"
        return alias

    return create


def _by_id_or_arn(done: Any) -> Any:
    def by_id_or_arn(self: Any, key_id: str, *args: Any, **kwargs: Any) -> Any:
        return done(self, self.get_key_id(key_id), *args, **kwargs)

    return by_id_or_arn


def find(account_id: str, region: str, key_id: str) -> Any | None:
    """The key of this id or ARN, with its `id`, `arn`, `key_state` and `rotation_due`; None where there is none."""
    backend = _backend(account_id, region)
    return backend.keys.get(backend.get_key_id(key_id))


def end(account_id: str, region: str, key_id: str) -> None:
    """Let the key be gone, with its aliases and tags: what it encrypted is unreadable from now on."""
    backend = _backend(account_id, region)
    arn = backend.keys[key_id].arn
    backend.delete_key(key_id)
    backend.ended_keys = {**getattr(backend, "ended_keys", {}), key_id: arn}


def ended(account_id: str, region: str, key_id: str) -> str | None:
    """The ARN of a key that was there and is gone."""
    backend = _backend(account_id, region)
    arn: str | None = getattr(backend, "ended_keys", {}).get(backend.get_key_id(key_id))
    return arn


class _Pair:
    """The two halves of a key that signs, made when somebody asks: moto makes them for each key, signing or not."""

    def __init__(self, generate: Callable[[str], Any], key_spec: str) -> None:
        self._made = cache(partial(generate, key_spec))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made(), name)


def rotation_period_days(key: Any) -> int | None:
    """The days from one rotation of the key to the next; None if it does not rotate by itself."""
    return _period(key) if key.key_rotation_status else None


def note_due_rotation(key: Any, due: datetime | None) -> None:
    """Let the service tell when the key rotates next."""
    key.rotation_due = due


def rotate(key: Any, now: datetime) -> None:
    """Note that the key has new material; what the old encrypted stays readable, as the key is the same."""
    key.rotations.append({"KeyId": key.id, "RotationDate": now.timestamp(), "RotationType": "AUTOMATIC"})


def _backend(account_id: str, region: str) -> Any:
    from moto.kms.models import kms_backends

    return kms_backends[account_id][region]


def _key(response: Any) -> Any:
    backend = response.kms_backend
    return backend.keys[backend.get_key_id(response._get_param("KeyId"))]


def _period(key: Any) -> int:
    return int(getattr(key, "rotation_period", DEFAULT_PERIOD_DAYS))
