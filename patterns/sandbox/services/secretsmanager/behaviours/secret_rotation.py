"""Secrets rotate by themselves: four steps by a function, on a schedule; deleted secrets go when their window ends.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
Not modelled: rotations outside the account's region, CloudTrail's events of a rotation, and the moment within a window
that AWS picks (here its first).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, SandboxError
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.core.timers import Timers
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.aws_lambda.patches import invocation
from patterns.sandbox.services.aws_lambda.runtime.not_called import NotCalled
from patterns.sandbox.services.aws_lambda.runtime.service import Functions
from patterns.sandbox.services.secretsmanager.patches import rotation
from patterns.schedules.rotation_windows import next_window

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
RETRY_MINUTES = (5, 15, 60)
"""AWS retries "multiple times" and promises neither number nor pauses; these are the sandbox's.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
"""


def install(account: Account) -> None:
    """Follow every call that begins, ends or postpones a rotation or a deletion."""
    rotations, deletions = Rotations(account), Deletions(account)
    follow = {
        "RotateSecret": rotations.asked,
        "CancelRotateSecret": rotations.cancelled,
        "PutSecretValue": rotations.changed,
        "UpdateSecret": rotations.changed,
        "DeleteSecret": deletions.scheduled,
        "RestoreSecret": deletions.restored,
    }
    for operation, handler in follow.items():
        account.gateway.subscribe(Stage.CONSEQUENCES, handler, service="secretsmanager", operation=operation)
    account.gateway.subscribe(Stage.JUDGE, rotations.refused, service="secretsmanager", operation="RotateSecret")


class Rotations:
    """The rotations of one account: those under way, those to be tried again, those to come."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._windows = Timers(account.clock)
        self._retries = Timers(account.clock)
        self._running: set[str] = set()

    def refused(self, call: Call) -> None:
        """Refuse to begin a rotation while another is unfinished, which is tried again instead."""
        secret = described(self._account, call)
        if secret and _unfinished(secret):
            self._start(secret["ARN"], partial(self._attempt, secret["ARN"], RETRY_MINUTES))
            raise Refused("InvalidRequestException", rotation.UNFINISHED, 400)

    def asked(self, call: Call) -> None:
        """Begin what was asked for: a rotation, or only a trial of the function."""
        secret = described(self._account, call)
        if secret is None:
            return
        arn = secret["ARN"]
        self._schedule(arn)
        if call.params.get("RotateImmediately", True):
            self._start(arn, partial(self._attempt, arn, RETRY_MINUTES))
        else:
            self._start(arn, partial(self._trial, arn))

    def cancelled(self, call: Call) -> None:
        """Forget what was to come."""
        if secret := described(self._account, call):
            self._windows.clear(secret["ARN"])
            self._retries.clear(secret["ARN"])

    def changed(self, call: Call) -> None:
        """Count from here: a value set by hand is a rotation as far as the schedule goes."""
        secret = described(self._account, call)
        if secret and secret.get("RotationEnabled") and not _unfinished(secret):
            self._schedule(secret["ARN"])

    def _start(self, arn: str, action: Callable[[], None]) -> None:
        if arn in self._running:
            return
        self._running.add(arn)
        self._retries.clear(arn)
        self._account.processes.start(partial(self._run, arn, action), f"rotation of {arn.rsplit(':', 1)[1]}")

    def _run(self, arn: str, action: Callable[[], None]) -> None:
        try:
            action()
        finally:
            self._running.discard(arn)

    def _attempt(self, arn: str, pauses: tuple[int, ...]) -> None:
        """Take the four steps; where one fails, the old version stays current and all are tried again later."""
        secret = self._rotating(arn)
        if secret is None:
            return
        token = _labelled(secret, "AWSPENDING")
        done = all(self._step(secret, step, token) for step in STEPS)
        after = self._rotating(arn)
        if done and after and _labelled(after, "AWSCURRENT") == token:
            self._account.timeline.note("secret", arn, "was rotated", tone=Tone.GOOD)
            self._schedule(arn, rotated=True)
            return
        self._account.timeline.note("secret", arn, "was not rotated", "its old version stays current", Tone.BAD)
        if after and pauses:
            when = self._account.clock.now + timedelta(minutes=pauses[0])
            again = partial(self._attempt, arn, pauses[1:])
            self._retries.set(arn, when, partial(self._start, arn, again), "a rotation tried again")

    def _trial(self, arn: str) -> None:
        """Take the third step with a version that goes again."""
        secret = self._rotating(arn)
        if secret is None:
            return
        token = _labelled(secret, "AWSPENDING")
        self._step(secret, "testSecret", token)
        rotation.drop_version(self._account.account_id, self._account.region, arn, token)

    def _step(self, secret: Mapping[str, Any], step: str, token: str) -> bool:
        """Whether the function took this step; the account's log says why one that never ran did not."""
        account, arn = self._account, secret["RotationLambdaARN"]
        function = invocation.find(account.account_id, account.region, arn)
        if function is None:
            return False
        source = UUID(int=account.chance.generator("rotation", secret["ARN"], token).getrandbits(128), version=4)
        event = {
            "Step": step,
            "SecretId": secret["ARN"],
            "ClientRequestToken": token,
            "RotationToken": str(source),
        }
        try:
            return not account.part(Functions).invoke(function, json.dumps(event).encode()).error
        except NotCalled:
            return False
        except SandboxError as error:
            self._log(function.log_group, f"The sandbox did not run {step} for {secret['Name']}: {error}")
            return False

    def _log(self, group: str, line: str) -> None:
        logs, where = self._account.observer("logs"), {"logGroupName": group, "logStreamName": "rotation"}
        for make, given in ((logs.create_log_group, {"logGroupName": group}), (logs.create_log_stream, where)):
            try:
                make(**given)
            except ClientError:
                continue  # it is there
        now = int(self._account.clock.time() * 1000)
        logs.put_log_events(**where, logEvents=[{"timestamp": now, "message": line}])

    def _rotating(self, arn: str) -> dict[str, Any] | None:
        """The secret, if it is there and rotates still."""
        secret = _described(self._account, arn)
        return secret if secret and secret.get("RotationEnabled") and "DeletedDate" not in secret else None

    def _schedule(self, arn: str, *, rotated: bool = False) -> None:
        """Set the next window, counted from now."""
        account = self._account
        secret = self._rotating(arn)
        if secret is None:
            return
        now = account.clock.now
        window = next_window(secret.get("RotationRules", {}), now)
        rotation.note_rotation(
            account.account_id,
            account.region,
            arn,
            last=now if rotated else None,
            due=window.closes if window else None,
        )
        if window is None:
            self._windows.clear(arn)
        else:
            self._windows.set(arn, window.opens, partial(self._opened, arn), "a rotation window")

    def _opened(self, arn: str) -> None:
        """Rotate on schedule: anew, or what is unfinished."""
        secret = self._rotating(arn)
        if secret is None:
            return
        if _unfinished(secret):
            self._schedule(arn)
            self._start(arn, partial(self._attempt, arn, RETRY_MINUTES))
            return
        account = self._account
        token = account.chance.generator("version", arn, str(account.clock.now)).getrandbits(128)
        account.observer("secretsmanager").rotate_secret(
            SecretId=arn, ClientRequestToken=str(UUID(int=token, version=4))
        )


class Deletions:
    """Secrets that wait to be gone.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._ends = Timers(account.clock)

    def scheduled(self, call: Call) -> None:
        """Let the secret be gone when its recovery window ends, if it has one."""
        secret = described(self._account, call)
        if secret and secret.get("DeletedDate"):
            arn = secret["ARN"]
            self._ends.set(arn, secret["DeletedDate"], partial(self._gone, arn), "a recovery window that ends")

    def restored(self, call: Call) -> None:
        """Keep it."""
        if secret := described(self._account, call):
            self._ends.clear(secret["ARN"])

    def _gone(self, arn: str) -> None:
        self._account.observer("secretsmanager").delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
        self._account.timeline.note("secret", arn, "is gone", tone=Tone.BAD)


def described(account: Account, call: Call) -> dict[str, Any] | None:
    """The secret a call of the account's region names; None where there is none."""
    return _described(account, call.params["SecretId"]) if call.region == account.region else None


def _described(account: Account, secret_id: str) -> dict[str, Any] | None:
    try:
        answer: dict[str, Any] = account.observer("secretsmanager").describe_secret(SecretId=secret_id)
    except ClientError:
        return None
    return answer


def _labelled(secret: Mapping[str, Any], label: str) -> str:
    stages = secret.get("VersionIdsToStages", {})
    return next((version for version, labels in stages.items() if label in labels), "")


def _unfinished(secret: Mapping[str, Any]) -> bool:
    pending = _labelled(secret, "AWSPENDING")
    return bool(pending) and pending != _labelled(secret, "AWSCURRENT")
