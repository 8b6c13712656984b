"""Read a secret as an application should: seldom, and with errors that can be told apart.

Not here: what to do with the value. A value is kept in memory for a while, so that a rotation is seen late by at most
that long; whoever is refused by the database with a kept value calls `get_secret` with `fresh=True`.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

CACHE_SECONDS = 300
"""How long a value is kept, unless the environment's CACHE_SECONDS says otherwise."""

_kept: dict[tuple[str, str, str], tuple[float, Any]] = {}
_clients: dict[str, Any] = {}


class SecretError(Exception):
    """A secret could not be read; the subclass says why, and so what may help."""


class SecretNotFound(SecretError):
    """There is no such secret, or no version with this label or value: look at the name."""


class SecretForbidden(SecretError):
    """The role may not read it: look at its policy and at the secret's."""


class SecretDeleted(SecretError):
    """The secret waits for its deletion: restore it while there is time."""


class SecretUndecryptable(SecretError):
    """The key that encrypts the secret refuses: look at the key."""


class SecretUnavailable(SecretError):
    """The service did not answer, or asked for patience: try again later."""


KINDS = {
    "ResourceNotFoundException": SecretNotFound,
    "AccessDeniedException": SecretForbidden,
    "InvalidRequestException": SecretDeleted,
    "DecryptionFailure": SecretUndecryptable,
    "InternalServiceError": SecretUnavailable,
    "ThrottlingException": SecretUnavailable,
}
"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html"""


def get_secret(secret_name: str, region: str = "us-east-1", *, stage: str = "AWSCURRENT", fresh: bool = False) -> Any:
    """Return the value: a dict for a JSON object, a str for any other text, bytes for a binary secret.

    `fresh` asks the service even if a value is kept. Raises a subclass of `SecretError`.
    """
    key = (secret_name, region, stage)
    until, value = _kept.get(key, (0.0, None))
    if fresh or time.time() >= until:
        value = _asked(secret_name, region, stage)
        _kept[key] = (time.time() + _keep_seconds(), value)
    return value


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Tell which fields the secret has, and never a value. The secret's ARN is in SECRET_ARN."""
    value = get_secret(os.environ["SECRET_ARN"], os.environ["AWS_REGION"], fresh=bool(event.get("fresh")))
    return {"fields": sorted(value) if isinstance(value, dict) else [], "kind": type(value).__name__}


def _asked(secret_name: str, region: str, stage: str) -> Any:
    if region not in _clients:
        _clients[region] = boto3.client("secretsmanager", region_name=region)
    try:
        found = _clients[region].get_secret_value(SecretId=secret_name, VersionStage=stage)
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        raise KINDS.get(code, SecretError)(f"{secret_name}: {code}: {message}") from error
    except BotoCoreError as error:
        raise SecretUnavailable(f"{secret_name}: {error}") from error
    return found["SecretBinary"] if "SecretBinary" in found else _parsed(found["SecretString"])


def _parsed(text: str) -> Any:
    """The object a JSON text holds; any other text as it is: a password of digits only is no number."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, dict) else text


def _keep_seconds() -> float:
    return float(os.environ.get("CACHE_SECONDS", CACHE_SECONDS))
