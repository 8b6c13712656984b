"""What a lifecycle configuration does next with one object or upload, and when. Not the doing of it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
Not modelled: that S3 acts some time after the moment from which it bills as if it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

COLDER = ("STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")
"""Objects move only onwards in this order: .../userguide/lifecycle-transition-general-considerations.html."""
ANY_SIZE = frozenset({"GLACIER", "DEEP_ARCHIVE"})
SMALLEST = 128 * 1024
VARIES = "varies_by_storage_class"
"""The default of configurations made before September 2024; since then nothing below 128 KB moves anywhere."""
SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    """One version of an object; `locked_until` is `FOREVER` under a legal hold."""

    version_id: str
    made: datetime
    size: int = 0
    storage_class: str = "STANDARD"
    tags: Mapping[str, str] = field(default_factory=dict)
    is_marker: bool = False
    locked_until: datetime | None = None


class What(IntEnum):
    """What happens to a version, what takes precedence first."""

    REMOVE = 0
    MOVE = 1
    MARK = 2


@dataclass(frozen=True)
class Step:
    """One thing a rule does: from this moment on, to this version; `storage_class` is where it moves."""

    when: datetime
    what: What
    version: Version
    storage_class: str = ""

    def precedence(self, now: datetime) -> tuple[datetime, int, int]:
        """Sort by moment, all that is overdue alike; then removals, then moves to the coldest class, then markers."""
        rank = COLDER.index(self.storage_class) if self.storage_class in COLDER else 0
        return max(self.when, now), self.what, -rank


@dataclass(frozen=True)
class Configuration:
    """The rules of a bucket as `GetBucketLifecycleConfiguration` gives them, and what S3 knows of the bucket."""

    rules: Sequence[Mapping[str, Any]]
    default_minimum: str = ""
    keeps_versions: bool = False

    def next_step(self, key: str, versions: Sequence[Version], now: datetime) -> Step | None:
        """What happens next to the versions of `key`, newest first; of all that is overdue what takes precedence."""
        steps = [step for rule in self._enabled() for step in self._steps(rule, key, versions)]
        return min(steps, key=lambda step: step.precedence(now), default=None)

    def abort(self, key: str, started: datetime) -> datetime | None:
        """When an unfinished upload is aborted; None if no rule ends it."""
        days = [
            int(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"])
            for rule in self._enabled()
            if "AbortIncompleteMultipartUpload" in rule and key.startswith(_conditions(rule).get("Prefix") or "")
        ]
        return midnight_after(started, min(days)) if days else None

    def needs_tags(self) -> bool:
        """Whether a rule chooses by tags."""
        return any({"Tag", "Tags"} & set(_conditions(rule)) for rule in self.rules)

    def _enabled(self) -> Iterator[Mapping[str, Any]]:
        return (rule for rule in self.rules if rule["Status"] == "Enabled")

    def _steps(self, rule: Mapping[str, Any], key: str, versions: Sequence[Version]) -> Iterator[Step]:
        for position, version in enumerate(versions):
            if not _concerns(rule, key, version):
                continue
            if position:
                yield from self._of_noncurrent(rule, version, since=versions[position - 1].made, newer=position - 1)
            elif version.is_marker:
                yield from _of_marker(rule, version, alone=len(versions) == 1)
            else:
                yield from self._of_current(rule, version)

    def _of_current(self, rule: Mapping[str, Any], version: Version) -> Iterator[Step]:
        if when := _moment(rule.get("Expiration", {}), version.made):
            yield Step(when, What.MARK if self.keeps_versions else What.REMOVE, version)
        for move in rule.get("Transitions", ()):
            if (when := _moment(move, version.made)) and self._may_move(rule, version, move["StorageClass"]):
                yield Step(when, What.MOVE, version, move["StorageClass"])

    def _of_noncurrent(
        self, rule: Mapping[str, Any], version: Version, *, since: datetime, newer: int
    ) -> Iterator[Step]:
        end = rule.get("NoncurrentVersionExpiration")
        if end and newer >= int(end.get("NewerNoncurrentVersions", 0)) and version.locked_until != FOREVER:
            when = midnight_after(since, int(end["NoncurrentDays"]))
            unlocked = midnight_after(version.locked_until) if version.locked_until else when
            yield Step(max(when, unlocked), What.REMOVE, version)
        for move in rule.get("NoncurrentVersionTransitions", ()):
            enough = newer >= int(move.get("NewerNoncurrentVersions", 0)) and not version.is_marker
            if enough and self._may_move(rule, version, move["StorageClass"]):
                when = midnight_after(since, int(move["NoncurrentDays"]))
                yield Step(when, What.MOVE, version, move["StorageClass"])

    def _may_move(self, rule: Mapping[str, Any], version: Version, to: str) -> bool:
        is_colder = to in COLDER and COLDER.index(to) > _coldness(version.storage_class)
        chosen_by_size = any(name in _conditions(rule) for name in SIZES)
        exempt = chosen_by_size or (self.default_minimum == VARIES and to in ANY_SIZE)
        return is_colder and (exempt or version.size >= SMALLEST)


def midnight_after(moment: datetime, days: int = 0) -> datetime:
    """So many days after `moment`, rounded up to the next midnight in UTC."""
    later = moment.astimezone(UTC) + timedelta(days=days)
    return later.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _moment(action: Mapping[str, Any], made: datetime) -> datetime | None:
    if "Days" in action:
        return midnight_after(made, int(action["Days"]))
    date: datetime | None = action.get("Date")
    return date.astimezone(UTC) if date else None


def _of_marker(rule: Mapping[str, Any], marker: Version, *, alone: bool) -> Iterator[Step]:
    """Remove a delete marker with nothing under it; days and dates of an expiration do that too."""
    expiration = rule.get("Expiration", {})
    when = _moment(expiration, marker.made)
    if when is None and expiration.get("ExpiredObjectDeleteMarker"):
        when = midnight_after(marker.made)
    if alone and when:
        yield Step(when, What.REMOVE, marker)


def _coldness(storage_class: str) -> int:
    return COLDER.index(storage_class) if storage_class in COLDER else -1


def _conditions(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """The conditions of a rule, whether one, several under `And`, or only an old-fashioned prefix."""
    chosen = rule.get("Filter") or {"Prefix": rule.get("Prefix", "")}
    conditions: Mapping[str, Any] = chosen.get("And", chosen)
    return conditions


def _concerns(rule: Mapping[str, Any], key: str, version: Version) -> bool:
    conditions = _conditions(rule)
    tags = [*conditions.get("Tags", ()), *([conditions["Tag"]] if "Tag" in conditions else ())]
    return (
        key.startswith(conditions.get("Prefix") or "")
        and all(version.tags.get(tag["Key"]) == tag["Value"] for tag in tags)
        and version.size > int(conditions.get("ObjectSizeGreaterThan", -1))
        and version.size < float(conditions.get("ObjectSizeLessThan", "inf"))
    )
