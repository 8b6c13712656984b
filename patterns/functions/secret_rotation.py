"""Rotate the password of a secret in four steps, each of which may be asked for more than once.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
The database is an object with two methods, `set_password` and `log_in`. `Nowhere`, which stands here, is no database:
put a class in its place that speaks to yours. What a secret never does is stand in a log line.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any, Protocol

import boto3

CURRENT, PENDING = "AWSCURRENT", "AWSPENDING"
UNSAFE = "\"'/@\\"
"""Characters that end a connection string too soon, or that a database refuses."""

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class RotationError(Exception):
    """A step that cannot be taken: the old version stays current, and Secrets Manager tries again later."""


class Database(Protocol):
    """What a rotation asks of the database that the secret opens."""

    def set_password(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Make `new` the login, as whoever `old` is. Fine to call again once that is done."""

    def log_in(self, login: dict[str, Any]) -> None:
        """Log in, or raise."""


class Nowhere:
    """Stands where the database goes: takes every password, and refuses every login while DATABASE is "refuses"."""

    def set_password(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Nothing to set."""

    def log_in(self, login: dict[str, Any]) -> None:
        """Raise `RotationError` where the environment says so."""
        if os.environ.get("DATABASE") == "refuses":
            raise RotationError(f"the database refuses {login['username']} with the new password")


def handler(event: dict[str, Any], context: object) -> None:
    """Take the step that Secrets Manager asks for. Raises `RotationError`, and what boto3 raises."""
    rotation = Rotation(boto3.client("secretsmanager"), event["SecretId"], event["ClientRequestToken"], Nowhere())
    steps = {
        "createSecret": rotation.create,
        "setSecret": rotation.set,
        "testSecret": rotation.test,
        "finishSecret": rotation.finish,
    }
    if event["Step"] not in steps:
        raise RotationError(f"there is no step {event['Step']!r}: it is one of {', '.join(steps)}")
    if rotation.wanted():
        logger.info("%s for version %s", event["Step"], event["ClientRequestToken"])
        steps[event["Step"]]()


class Rotation:
    """One rotation: the secret, the version that is to become current, and the database it opens."""

    def __init__(self, client: Any, secret: str, token: str, database: Database) -> None:
        self._client = client
        self._secret = secret
        self._token = token
        self._database = database

    def wanted(self) -> bool:
        """Whether there is anything left to do. Raises `RotationError` for a version nobody began."""
        secret = self._client.describe_secret(SecretId=self._secret)
        if not secret.get("RotationEnabled"):
            raise RotationError(f"{self._secret} does not rotate: turn rotation on")
        labels = secret["VersionIdsToStages"].get(self._token, [])
        if CURRENT in labels:
            return False
        if PENDING not in labels:
            raise RotationError(f"version {self._token} of {self._secret} is not {PENDING}: no rotation began it")
        return True

    def create(self) -> None:
        """Keep the current secret with a new password as the pending version; once there, it stays."""
        current = self._login(VersionStage=CURRENT)
        try:
            self._login(VersionId=self._token, VersionStage=PENDING)
        except self._client.exceptions.ResourceNotFoundException:
            asked = self._client.get_random_password(
                PasswordLength=int(os.environ.get("PASSWORD_LENGTH", "32")),
                ExcludeCharacters=os.environ.get("EXCLUDE_CHARACTERS", UNSAFE),
                ExcludePunctuation=os.environ.get("EXCLUDE_PUNCTUATION") == "true",
            )
            password = asked["RandomPassword"]
            text = json.dumps({**current, "password": password})
            kept = {"ClientRequestToken": self._token, "VersionStages": [PENDING], "SecretString": text}
            self._client.put_secret_value(SecretId=self._secret, **kept)

    def set(self) -> None:
        """Make the pending password the database's."""
        self._database.set_password(self._login(VersionStage=CURRENT), self._pending())

    def test(self) -> None:
        """Log in with the pending password."""
        self._database.log_in(self._pending())

    def finish(self) -> None:
        """Make the pending version current; the old one becomes AWSPREVIOUS by itself."""
        versions = self._client.describe_secret(SecretId=self._secret)["VersionIdsToStages"]
        current = next(version for version, labels in versions.items() if CURRENT in labels)
        moved = {"SecretId": self._secret, "MoveToVersionId": self._token}
        self._client.update_secret_version_stage(VersionStage=CURRENT, RemoveFromVersionId=current, **moved)
        self._client.update_secret_version_stage(
            SecretId=self._secret, VersionStage=PENDING, RemoveFromVersionId=self._token
        )

    def _pending(self) -> dict[str, Any]:
        return self._login(VersionId=self._token, VersionStage=PENDING)

    def _login(self, **version: str) -> dict[str, Any]:
        text = self._client.get_secret_value(SecretId=self._secret, **version)["SecretString"]
        login = json.loads(text)
        if not isinstance(login, dict) or not {"username", "password"} <= set(login):
            raise RotationError(f"{self._secret} is no login: it needs username and password")
        return login
