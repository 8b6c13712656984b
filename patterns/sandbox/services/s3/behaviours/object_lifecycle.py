"""Objects age: lifecycle rules expire them, move them to colder classes and abort what was never finished.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
Everything happens at midnight UTC, at the moment it is due: from then on S3 bills as if it had, and takes some hours
longer to do it. Not modelled: the events of lifecycle actions, and objects that services write without a request.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.due_queue import Agenda
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.s3.lifecycle_rules import Configuration, Step, What, midnight_after
from patterns.sandbox.services.s3.notifications import Change, notify
from patterns.sandbox.services.s3.patches.lifecycle import Contents

CHANGES_RULES = ("PutBucketLifecycleConfiguration", "DeleteBucketLifecycle", "PutBucketVersioning", "DeleteBucket")
CHANGES_OBJECT = (
    "CompleteMultipartUpload",
    "CopyObject",
    "DeleteObject",
    "DeleteObjectTagging",
    "PutObject",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
)


def install(account: Account) -> None:
    """Watch for the first lifecycle configuration; only then follow what changes in buckets."""
    lifecycles = Lifecycles(account)
    for operation in CHANGES_RULES:
        account.gateway.subscribe(Stage.CONSEQUENCES, lifecycles.rules_changed, service="s3", operation=operation)


class Lifecycles:
    """The buckets of one account that have rules."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._buckets: dict[str, _Bucket] = {}
        self._following = False

    def rules_changed(self, call: Call) -> None:
        """Reckon anew for all that the bucket holds."""
        name = call.params["Bucket"]
        if call.operation != "PutBucketLifecycleConfiguration" and name not in self._buckets:
            return
        if name in self._buckets:
            self._buckets.pop(name).forget()
        if configuration := _configuration(self._account, name):
            self._follow()
            self._buckets[name] = _Bucket(self._account, name, configuration)

    def _follow(self) -> None:
        if self._following:
            return
        self._following = True
        subscribe = self._account.gateway.subscribe
        for operation in CHANGES_OBJECT:
            subscribe(Stage.CONSEQUENCES, self._changed, service="s3", operation=operation)
        subscribe(Stage.CONSEQUENCES, self._several_changed, service="s3", operation="DeleteObjects")
        subscribe(Stage.CONSEQUENCES, self._begun, service="s3", operation="CreateMultipartUpload")

    def _changed(self, call: Call) -> None:
        if bucket := self._buckets.get(call.params["Bucket"]):
            bucket.plan(_Thing(key=call.params["Key"]))

    def _several_changed(self, call: Call) -> None:
        if bucket := self._buckets.get(call.params["Bucket"]):
            for deleted in call.params["Delete"]["Objects"]:
                bucket.plan(_Thing(key=deleted["Key"]))

    def _begun(self, call: Call) -> None:
        if bucket := self._buckets.get(call.params["Bucket"]):
            bucket.plan_uploads()


class _Thing(NamedTuple):
    """An object, by its key, or an upload, by its id."""

    key: str = ""
    upload_id: str = ""


class _Bucket:
    """What is due in one bucket."""

    def __init__(self, account: Account, name: str, configuration: Configuration) -> None:
        self._account = account
        self._name = name
        self._configuration = configuration
        self._with_tags = configuration.needs_tags()
        self._contents = Contents(account.account_id, name)
        self._agenda: Agenda[_Thing] = Agenda(account.clock, self._act, "a lifecycle rule")
        self.forget = self._agenda.clear
        for key in self._contents.all_keys():
            self.plan(_Thing(key=key))
        self.plan_uploads()

    def plan_uploads(self) -> None:
        """Plan for every unfinished upload that is not planned for."""
        for upload_id in self._contents.uploads():
            if (thing := _Thing(upload_id=upload_id)) not in self._agenda:
                self.plan(thing)

    def plan(self, thing: _Thing) -> None:
        """Note when something is next due; what is due already waits for the daily run, at midnight."""
        when = self._when(thing)
        if when is None:
            self._agenda.drop(thing)
        else:
            now = self._account.clock.now
            self._agenda.set(thing, when if when > now else midnight_after(now))

    def _act(self, thing: _Thing) -> None:
        if thing.upload_id:
            if self._contents.upload(thing.upload_id):
                self._contents.abort(thing.upload_id)
                self._account.timeline.note("bucket", self._name, "ran a lifecycle rule", "an upload was abandoned")
            return
        now = self._account.clock.now
        with self._account.chance.drawing("lifecycle", self._name, thing.key, str(now)):
            while (step := self._step(thing.key)) and step.when <= now:
                self._take(thing.key, step)
        self.plan(thing)

    def _take(self, key: str, step: Step) -> None:
        version = step.version.version_id
        if step.what is What.REMOVE:
            self._contents.remove(key, version)
            event, said = "LifecycleExpiration:Delete", f"{key} was removed"
        elif step.what is What.MARK:
            self._contents.mark(key)
            event, said = "LifecycleExpiration:DeleteMarkerCreated", f"{key} was covered by a delete marker"
        else:
            self._contents.move(key, version, step.storage_class)
            event, said = "LifecycleTransition", f"{key} moved to {step.storage_class}"
        self._account.timeline.note("bucket", self._name, "ran a lifecycle rule", said)
        notify(self._account, self._name, event, key, Change(version_id=version, storage_class=step.storage_class))

    def _when(self, thing: _Thing) -> datetime | None:
        if thing.upload_id:
            found = self._contents.upload(thing.upload_id)
            return self._configuration.abort(*found) if found else None
        step = self._step(thing.key)
        return step.when if step else None

    def _step(self, key: str) -> Step | None:
        versions = self._contents.versions(key, with_tags=self._with_tags)
        return self._configuration.next_step(key, versions, self._account.clock.now)


def _configuration(account: Account, bucket: str) -> Configuration | None:
    """The rules of a bucket as S3 reports them; None where there are none, or no bucket."""
    try:
        answer = account.observer("s3").get_bucket_lifecycle_configuration(Bucket=bucket)
    except ClientError:
        return None
    keeps = Contents(account.account_id, bucket).keeps_versions()
    return Configuration(answer["Rules"], answer["TransitionDefaultMinimumObjectSize"], keeps)
