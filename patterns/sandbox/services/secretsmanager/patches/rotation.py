"""What moto's Secrets Manager forgets or breaks: rotation, which version is current, an emptied description.

No step of a rotation is run here: that goes on by itself (`behaviours/secret_rotation.py`).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from patterns.schedules.cron import ScheduleError
from patterns.schedules.rotation_windows import next_window

UNFINISHED = "A previous rotation isn't complete. That rotation will be reattempted."
NO_FUNCTION = "No Lambda rotation function ARN is associated with this secret."
DELETED = "You can't perform this operation on the secret because it was marked for deletion."


def apply() -> None:
    """Let a rotation begin without running it, keep its rules, and let the labels say what is current."""
    from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

    SecretsManagerBackend.rotate_secret = _rotate_secret
    _tell_rotation(FakeSecret)
    _follow_labels(SecretsManagerBackend)
    _keep_dates(SecretsManagerBackend)
    _empty_descriptions(SecretsManagerBackend)
    FakeSecret.create_replicas = _in_regions(FakeSecret.create_replicas)


def _in_regions(create: Any) -> Any:
    def create_replicas(self: Any, replica_regions: list[dict[str, str]], force_overwrite: bool) -> Any:
        """Refuse a region that does not exist, at which moto breaks."""
        from moto.secretsmanager.exceptions import InvalidParameterException
        from moto.secretsmanager.models import secretsmanager_backends

        for replica in replica_regions:
            if replica["Region"] not in secretsmanager_backends[self.account_id]:
                raise InvalidParameterException("Invalid replica region.")
        return create(self, replica_regions, force_overwrite)

    return create_replicas


def note_rotation(
    account_id: str, region: str, secret_id: str, *, last: datetime | None = None, due: datetime | None = None
) -> None:
    """Let the service tell when the secret was rotated, where `last` says so, and by when it will be."""
    secret = _backend(account_id, region).secrets[secret_id]
    if last is not None:
        secret.last_rotation_date = int(last.timestamp())
    secret.next_rotation_date = int(due.timestamp()) if due else None


def drop_version(account_id: str, region: str, secret_id: str, version_id: str) -> None:
    """Remove the version with which the service only tried the function.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
    """
    _backend(account_id, region).secrets[secret_id].versions.pop(version_id, None)


def _backend(account_id: str, region: str) -> Any:
    from moto.secretsmanager.models import secretsmanager_backends

    return secretsmanager_backends[account_id][region]


def _rotate_secret(
    self: Any,
    secret_id: str,
    client_request_token: str | None = None,
    rotation_lambda_arn: str | None = None,
    rotation_rules: dict[str, Any] | None = None,
    rotate_immediately: bool = True,
) -> str:
    """Answer as the service does, at once: the configuration is kept, and a version waits for its value."""
    from moto.secretsmanager.exceptions import InvalidRequestException

    secret = _rotatable(self, secret_id)
    _check_rules(rotation_rules or {})
    if _unfinished(secret):
        raise InvalidRequestException(UNFINISHED)
    secret.rotation_lambda_arn = rotation_lambda_arn or secret.rotation_lambda_arn
    if not secret.rotation_lambda_arn:
        raise InvalidRequestException(NO_FUNCTION)
    _require_function(self, secret.rotation_lambda_arn)
    secret.rotation_requested = secret.rotation_enabled = True
    if rotation_rules:
        secret.rotation_rules = rotation_rules
        secret.auto_rotate_after_days = rotation_rules.get("AutomaticallyAfterDays", 0)
    _begin(secret, self._from_client_request_token(client_request_token), tried=not rotate_immediately)
    answer: str = secret.to_short_dict()
    return answer


def _rotatable(backend: Any, secret_id: str) -> Any:
    from moto.secretsmanager.exceptions import (
        InvalidRequestException,
        OperationNotPermittedOnReplica,
        SecretNotFoundException,
    )
    from moto.secretsmanager.models import ReplicaSecret

    if secret_id not in backend.secrets:
        raise SecretNotFoundException
    secret = backend.secrets[secret_id]
    if isinstance(secret, ReplicaSecret):
        raise OperationNotPermittedOnReplica
    if secret.is_deleted():
        raise InvalidRequestException(DELETED)
    return secret


def _check_rules(rules: dict[str, Any]) -> None:
    from moto.core.utils import utcnow
    from moto.secretsmanager.exceptions import InvalidParameterException

    days = rules.get("AutomaticallyAfterDays", 1)
    if not 1 <= days <= 1000:
        raise InvalidParameterException("RotationRules.AutomaticallyAfterDays must be within 1-1000.")
    try:
        next_window(rules, utcnow().replace(tzinfo=UTC))
    except ScheduleError as error:
        raise InvalidParameterException(f"Invalid RotationRules: {error}.") from None


def _require_function(backend: Any, arn: str) -> None:
    from moto.awslambda.utils import get_backend
    from moto.secretsmanager.exceptions import ResourceNotFoundException

    try:
        get_backend(backend.account_id, backend.region_name).get_function(arn)
    except Exception:  # moto has an exception for each way in which there is none
        raise ResourceNotFoundException(f"Resource not found for ARN '{arn}'.") from None


def _begin(secret: Any, version_id: str, *, tried: bool) -> None:
    """Label a version that has no value yet; one that is only tried has the current value."""
    from moto.core.utils import unix_time

    current = secret.versions.get(_current(secret), {})
    value = {name: current[name] for name in ("secret_string", "secret_binary") if tried and name in current}
    secret.remove_version_stages_from_old_versions(["AWSPENDING"])
    made = {"createdate": int(unix_time()), "version_id": version_id, "version_stages": ["AWSPENDING"]}
    secret.versions[version_id] = made | value


def _unfinished(secret: Any) -> bool:
    labels = [version["version_stages"] for version in secret.versions.values()]
    return any("AWSPENDING" in stages and "AWSCURRENT" not in stages for stages in labels)


def _current(secret: Any) -> str | None:
    stages = ((name, version["version_stages"]) for name, version in secret.versions.items())
    return next((name for name, labels in stages if "AWSCURRENT" in labels), None)


def _tell_rotation(secret_class: Any) -> None:
    told = secret_class.to_dict

    def to_dict(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = told(self)
        if rules := getattr(self, "rotation_rules", None):
            found["RotationRules"] = rules
        if not found.get("Tags"):
            found.pop("Tags", None)
        # A version without a label is deprecated, and the service lists it no more.
        labelled = found.get("VersionIdsToStages") or {}
        found["VersionIdsToStages"] = {version: labels for version, labels in labelled.items() if labels}
        return found

    secret_class.to_dict = to_dict


def _follow_labels(backend: Any) -> None:
    """A version is current when its label says so, whoever moved the label."""
    moved = backend.update_secret_version_stage

    def update_secret_version_stage(self: Any, secret_id: str, *args: Any, **kwargs: Any) -> Any:
        answer = moved(self, secret_id, *args, **kwargs)
        secret = self.secrets[secret_id]
        secret.set_default_version_id(_current(secret))
        return answer

    backend.update_secret_version_stage = update_secret_version_stage


def _keep_dates(backend: Any) -> None:
    """A version was made when it was made, and not when somebody lists it."""
    listed = backend.list_secret_version_ids

    def list_secret_version_ids(self: Any, secret_id: str, *args: Any, **kwargs: Any) -> str:
        answer = json.loads(listed(self, secret_id, *args, **kwargs))
        for version in answer["Versions"]:
            version["CreatedDate"] = self.secrets[secret_id].versions[version["VersionId"]]["createdate"]
        return json.dumps(answer)

    backend.list_secret_version_ids = list_secret_version_ids


def _empty_descriptions(backend: Any) -> None:
    updated = backend.update_secret

    def update_secret(self: Any, secret_id: str, *args: Any, **kwargs: Any) -> str:
        answer: str = updated(self, secret_id, *args, **kwargs)
        if kwargs.get("description") == "":
            self.secrets[secret_id].description = None
        return answer

    backend.update_secret = update_secret
