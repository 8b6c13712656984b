"""KMS keys have dates: they rotate on schedule, and are gone when their waiting period ends.

https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
KMS may take up to a day longer than a waiting period says; here a key goes on the second. Not modelled: several
materials of one key (what the old one encrypted stays readable, as in AWS), and replicas of a multi-region key, each of
which has dates of its own here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.due_queue import Agenda
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.kms.patches import keys


def install(account: Account) -> None:
    """Follow the calls that set, move or cancel a date."""
    dates = Dates(account)
    follow = {
        "ScheduleKeyDeletion": dates.deletion_scheduled,
        "CancelKeyDeletion": dates.deletion_cancelled,
        "EnableKeyRotation": dates.rotation_enabled,
        "DisableKeyRotation": dates.rotation_disabled,
        "EnableKey": dates.usable_again,
    }
    for operation, handler in follow.items():
        account.gateway.subscribe(Stage.CONSEQUENCES, handler, service="kms", operation=operation)


class _Key(NamedTuple):
    region: str
    id: str


class Dates:
    """The dates of all keys of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._ends: Agenda[_Key] = Agenda(account.clock, self._ended, "a key that is deleted")
        self._rotations: Agenda[_Key] = Agenda(account.clock, self._due, "a key that rotates")
        self._overdue: set[_Key] = set()

    def deletion_scheduled(self, call: Call) -> None:
        """Let the key be gone when its waiting period ends."""
        named, key = self._of(call)
        when: datetime | None = getattr(key, "deletion_date", None)
        if when is not None:
            self._ends.set(named, when.replace(tzinfo=UTC))

    def deletion_cancelled(self, call: Call) -> None:
        """Keep it."""
        self._ends.drop(self._of(call)[0])

    def rotation_enabled(self, call: Call) -> None:
        """Rotate one period from now; a key that rotates already goes on, unless its period changes."""
        named, key = self._of(call)
        if named not in self._rotations or call.params.get("RotationPeriodInDays"):
            self._schedule(named, key)

    def rotation_disabled(self, call: Call) -> None:
        """Rotate no more."""
        named, key = self._of(call)
        self._rotations.drop(named)
        self._overdue.discard(named)
        keys.note_due_rotation(key, None)

    def usable_again(self, call: Call) -> None:
        """Make up for the rotation that a disabled key has missed."""
        named, key = self._of(call)
        if named in self._overdue:
            self._overdue.discard(named)
            self._rotate(named, key)

    def _ended(self, named: _Key) -> None:
        self._rotations.drop(named)
        keys.end(self._account.account_id, named.region, named.id)
        self._account.timeline.note("key", named.id, "is gone", "what it encrypted cannot be read again", Tone.BAD)

    def _schedule(self, named: _Key, key: Any) -> None:
        period = keys.rotation_period_days(key)
        if period is None:
            return
        when = self._account.clock.now + timedelta(days=period)
        keys.note_due_rotation(key, when)
        self._rotations.set(named, when)

    def _due(self, named: _Key) -> None:
        """Rotate a key that is usable; one that is not waits until it is."""
        key = keys.find(self._account.account_id, named.region, named.id)
        if key is None:
            return
        if key.key_state == "Enabled":
            self._rotate(named, key)
        else:
            self._overdue.add(named)

    def _rotate(self, named: _Key, key: Any) -> None:
        keys.rotate(key, self._account.clock.now)
        self._account.timeline.note("key", named.id, "was rotated", tone=Tone.GOOD)
        self._schedule(named, key)

    def _of(self, call: Call) -> tuple[_Key, Any]:
        key = keys.find(self._account.account_id, call.region, call.params["KeyId"])
        return _Key(call.region, key.id if key else call.params["KeyId"]), key
