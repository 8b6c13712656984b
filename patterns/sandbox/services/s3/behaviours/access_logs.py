"""S3 delivers server access logs: an hour after the first record, and only where it may write.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html ("within a few hours", on a best-effort basis)
https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html
Not modelled: records of S3's own actions (a lifecycle rule, a delivery, each key of a deletion of many), lost or
late records, and the time in which a change of the configuration takes effect.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.due_queue import Agenda
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.fence.environment import ACCESS_KEY
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.iam.patches import identities
from patterns.sandbox.services.s3.access_records import access
from patterns.sandbox.services.s3.log_destinations import Destination

DELIVERED_AFTER = timedelta(hours=1)
MOST_RECORDS = 5000
"""In one object; the next record begins another, so that no bucket's records fill the memory."""
HEXADECIMAL = "0123456789ABCDEF"


def install(account: Account) -> None:
    """Watch for the first bucket with logging on; only then take down requests."""
    logs = AccessLogs(account)
    for operation in ("PutBucketLogging", "DeleteBucket"):
        account.gateway.subscribe(Stage.CONSEQUENCES, logs.changed, service="s3", operation=operation)


class AccessLogs:
    """The records of one account that wait for delivery, by bucket."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._destinations: dict[str, Destination] = {}
        self._waiting: dict[str, list[tuple[datetime, str]]] = {}
        self._agenda: Agenda[str] = Agenda(account.clock, self._deliver, "access logs")
        self._stop: Callable[[], None] | None = None

    def changed(self, call: Call) -> None:
        """Deliver what waits to where it was to go, and take down requests for as long as a bucket wants it."""
        name = call.params["Bucket"]
        if name in self._destinations:
            self._deliver(name)
            del self._destinations[name]
        logging = self._asked("get_bucket_logging", Bucket=name).get("LoggingEnabled")
        if logging:
            region = self._asked("get_bucket_location", Bucket=name).get("LocationConstraint") or "us-east-1"
            self._destinations[name] = Destination(name, self._account.account_id, region, logging)
        self._listen(bool(self._destinations))

    def _listen(self, wanted: bool) -> None:
        if wanted and self._stop is None:
            self._stop = self._account.gateway.subscribe(Stage.RECORD, self._record, service="s3")
        elif not wanted and self._stop:
            self._stop()
            self._stop = None

    def _record(self, call: Call) -> None:
        name = call.params.get("Bucket")
        if name not in self._destinations:
            return
        waiting = self._waiting.setdefault(name, [])
        now = self._account.clock.now
        waiting.append((now, access(call, at=now, owner=self._owner, requester=self._requester(call.access_key)).line))
        if len(waiting) >= MOST_RECORDS:
            self._deliver(name)
        elif name not in self._agenda:
            self._agenda.set(name, now + DELIVERED_AFTER)

    def _deliver(self, name: str) -> None:
        records = self._waiting.pop(name, [])
        self._agenda.drop(name)
        destination = self._destinations[name]
        if not records or not destination.takes_logs(self._asked):
            return
        for when, lines in self._objects(destination, records):
            unique = self._account.chance.token("access log", name, str(when), length=16, alphabet=HEXADECIMAL)
            key = destination.key(when, unique)
            if destination.lets_deliver(key, self._asked):
                body = "".join(f"{line}\n" for line in lines).encode()
                self._asked("put_object", Bucket=destination.bucket, Key=key, Body=body, ContentType="text/plain")
                self._account.timeline.note("bucket", destination.bucket, "received a log", f"of {name}")
            else:
                self._account.timeline.note("bucket", destination.bucket, "refused a log", f"of {name}", Tone.BAD)

    def _objects(
        self, destination: Destination, records: list[tuple[datetime, str]]
    ) -> Iterator[tuple[datetime, list[str]]]:
        """(moment in its key, lines) of each object to deliver."""
        if not destination.is_by_event_day:
            yield self._account.clock.now, [line for _, line in records]
            return
        for _, group in groupby(records, key=lambda record: record[0].date()):
            one_day = list(group)
            yield one_day[0][0], [line for _, line in one_day]

    @functools.cached_property
    def _owner(self) -> str:
        """The canonical id of the account."""
        return str(self._asked("list_buckets")["Owner"]["ID"])

    def _requester(self, access_key: str | None) -> str:
        if access_key is None:
            return ""
        holder = None if access_key == ACCESS_KEY else identities.holder(self._account.account_id, access_key)
        return holder or self._owner

    def _asked(self, operation: str, **arguments: Any) -> dict[str, Any]:
        try:
            found: dict[str, Any] = getattr(self._account.observer("s3"), operation)(**arguments)
        except ClientError:
            return {}
        return found
