"""What moto's S3 forgets of a lifecycle configuration, and its contents as lifecycle rules see and change them.

Kept here: sizes in filters, how many noncurrent versions stay, the default minimum size, when an upload began.
When a rule acts is not decided here.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from patterns.sandbox.services.s3.lifecycle_rules import FOREVER, Version
from patterns.sandbox.services.s3.patches.suspended_versioning import become_null
from patterns.sandbox.simulator.responses import completed

LISTED = {"Transition": "Transitions", "NoncurrentVersionTransition": "NoncurrentVersionTransitions"}
DEFAULT_MINIMUM = "all_storage_classes_128K"
MINIMUM_HEADER = "x-amz-transition-default-minimum-object-size"


def apply() -> None:
    """Report the rules as they were given, and the moment at which each upload began."""
    from moto.s3.models import FakeBucket, FakeMultipart
    from moto.s3.responses import S3Response

    set_rules, begun = FakeBucket.set_lifecycle, FakeMultipart.__init__
    put, listed = S3Response._bucket_response_put, S3Response.list_multipart_uploads

    def set_lifecycle(self: Any, rules: list[dict[str, Any]]) -> None:
        given = copy.deepcopy(rules)
        set_rules(self, rules)
        self.given_rules = [_rule(rule) for rule in given]

    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        from moto.core.utils import utcnow

        begun(self, *args, **kwargs)
        self.initiated = utcnow()

    FakeBucket.set_lifecycle, FakeMultipart.__init__ = set_lifecycle, begin
    S3Response.get_bucket_lifecycle = _get_bucket_lifecycle
    S3Response._bucket_response_put = _keeping_minimum(put)
    S3Response.list_multipart_uploads = _dated(listed)


def _keeping_minimum(put: Any) -> Any:
    def _bucket_response_put(self: Any, request: Any, bucket_name: str, querystring: Any) -> Any:
        answer = put(self, request, bucket_name, querystring)
        if "lifecycle" in querystring:
            minimum = request.headers.get(MINIMUM_HEADER, DEFAULT_MINIMUM)
            self.backend.get_bucket(bucket_name).default_minimum = minimum
            return 200, {MINIMUM_HEADER: minimum}, answer
        return answer

    return _bucket_response_put


def _get_bucket_lifecycle(self: Any) -> Any:
    from moto.core.responses import ActionResult
    from moto.s3.exceptions import NoSuchLifecycleConfiguration

    bucket = self.backend.get_bucket(self.bucket_name)
    if not bucket.rules:
        raise NoSuchLifecycleConfiguration(bucket_name=self.bucket_name)
    self.data["Action"] = "GetBucketLifecycleConfiguration"
    minimum = getattr(bucket, "default_minimum", DEFAULT_MINIMUM)
    return self.serialized(
        ActionResult({"Rules": bucket.given_rules, "TransitionDefaultMinimumObjectSize": minimum}),
    )


def _dated(listed: Any) -> Any:
    def list_multipart_uploads(self: Any) -> Any:
        def date(result: dict[str, Any]) -> None:
            uploads = self.backend.list_multipart_uploads(self.bucket_name)
            for told in result["Uploads"]:
                told["Initiated"] = uploads[told["UploadId"]].initiated

        with completed(self, date):
            return listed(self)

    return list_multipart_uploads


def _rule(given: Mapping[str, Any]) -> dict[str, Any]:
    """A rule in the API's shape, from that of its XML: a list is one element or many, an empty text is None."""
    made = {LISTED.get(name, name): value for name, value in given.items()}
    for name in LISTED.values():
        if name in made and not isinstance(made[name], list):
            made[name] = [made[name]]
    if "Prefix" in made:
        made["Prefix"] = made["Prefix"] or ""
    if "Filter" in made:
        made["Filter"] = _filter(made["Filter"] or {})
    return made


def _filter(given: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {name: value or "" for name, value in given.items() if name not in ("And", "Tag")}
    if "Tag" in given:
        made["Tag"] = _tag(given["Tag"])
    if both := given.get("And"):
        tags = both.get("Tag", [])
        made["And"] = _filter({name: value for name, value in both.items() if name != "Tag"})
        if tags:
            made["And"]["Tags"] = [_tag(tag) for tag in (tags if isinstance(tags, list) else [tags])]
    return made


def _tag(given: Mapping[str, Any]) -> dict[str, str]:
    return {"Key": given["Key"], "Value": given.get("Value") or ""}


class Contents:
    """What lies in one bucket, by the names of moto's models; of a bucket that is gone, nothing."""

    def __init__(self, account_id: str, bucket_name: str) -> None:
        from moto.s3.models import s3_backends

        self._backend = s3_backends[account_id]["aws"]
        self._name = bucket_name

    @property
    def _bucket(self) -> Any:
        return self._backend.buckets.get(self._name)

    def keeps_versions(self) -> bool:
        """Whether versioning is on, or was."""
        return bool(self._bucket and self._bucket.versioning_status)

    def all_keys(self) -> list[str]:
        """The keys of all objects, deleted ones with versions among them."""
        return list(self._bucket.keys.keys()) if self._bucket else []

    def uploads(self) -> list[str]:
        """The ids of all unfinished uploads."""
        return list(self._bucket.multiparts) if self._bucket else []

    def versions(self, key: str, *, with_tags: bool) -> list[Version]:
        """The versions and delete markers of `key`, newest first."""
        from moto.s3.models import FakeDeleteMarker

        return [
            Version(str(one.version_id), _aware(one.last_modified), is_marker=True)
            if isinstance(one, FakeDeleteMarker)
            else self._version(one, with_tags)
            for one in self._kept(key)
        ]

    def _version(self, kept: Any, with_tags: bool) -> Version:
        return Version(
            version_id=str(kept.version_id),
            made=_aware(kept.last_modified),
            size=kept.size,
            storage_class=kept.storage_class,
            tags=self._backend.tagger.get_tag_dict_for_resource(kept.arn) if with_tags else {},
            locked_until=_locked_until(kept),
        )

    def upload(self, upload_id: str) -> tuple[str, datetime] | None:
        """The key of an unfinished upload and when it began; None if there is no such upload any more."""
        multipart = self._bucket.multiparts.get(upload_id) if self._bucket else None
        return (multipart.key_name, _aware(multipart.initiated)) if multipart else None

    def remove(self, key: str, version_id: str) -> None:
        """Destroy one version, without the event of a deletion that somebody asked for."""
        kept = [one for one in self._oldest_first(key) if str(one.version_id) != version_id]
        self._bucket.keys.setlist(key, kept)
        if not kept:
            self._bucket.keys.pop(key)

    def mark(self, key: str) -> None:
        """Put a delete marker on top; where versioning is suspended it takes the place of the null version."""
        marker = self._backend._set_delete_marker(self._name, key)
        if not self._bucket.is_versioned:
            become_null(self._bucket, key, marker)

    def move(self, key: str, version_id: str, storage_class: str) -> None:
        """Store one version in another class; nothing else of it changes."""
        for one in self._kept(key):
            if str(one.version_id) == version_id:
                one.set_storage_class(storage_class)

    def abort(self, upload_id: str) -> None:
        """Drop an unfinished upload and its parts."""
        del self._bucket.multiparts[upload_id]

    def _oldest_first(self, key: str) -> list[Any]:
        return list(self._bucket.keys.getlist(key, [])) if self._bucket else []

    def _kept(self, key: str) -> list[Any]:
        return self._oldest_first(key)[::-1]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _locked_until(kept: Any) -> datetime | None:
    if kept.lock_legal_status == "ON":
        return FOREVER
    if not kept.lock_mode or not kept.lock_until:
        return None
    return _aware(datetime.fromisoformat(kept.lock_until))
