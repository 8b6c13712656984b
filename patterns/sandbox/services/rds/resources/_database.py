"""What instances and clusters share: logs by name, a secret of RDS's own, an end with or without a last snapshot.

Not here: what all RDS types share (`_base`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.rds.resources._base import RdsProvider, modified

LOGS = "EnableCloudwatchLogsExports"


def _secret_key(found: dict[str, str]) -> dict[str, str]:
    """What of the secret RDS keeps the password in a template can say."""
    return {"KmsKeyId": found["KmsKeyId"]} if "KmsKeyId" in found else {}


PASSWORD: tuple[Property, ...] = (
    modified("MasterUserPassword"),
    modified("ManageMasterUserPassword", default=False, get=entry("MasterUserSecret"), from_service=bool),
    modified("MasterUserSecret", create="MasterUserSecretKmsKeyId", get=entry("MasterUserSecret"),
             to_service=lambda asked: asked["KmsKeyId"], from_service=_secret_key),
)  # fmt: skip
"""The rows for the password: given, or kept by RDS in a secret of its own."""


def group_ids(entries: list[dict[str, str]]) -> list[str]:
    """The ids of the security groups a database reports."""
    return [group["VpcSecurityGroupId"] for group in entries]


class Database(RdsProvider):
    """An instance or a cluster."""

    lasting = frozenset({"ManageMasterUserPassword", "MasterUserSecret", "Engine"})
    """Each way of keeping the password makes or ends a secret of its own, and no engine becomes another."""
    told_by_nobody: ClassVar[tuple[str, ...]]
    """What no API reports; the stack alone knows it, as in AWS."""

    def complete(self, target: Target) -> None:
        """Nothing is left: the create call carries all."""

    def changes(self, target: Target, old: Mapping[str, Any]) -> dict[str, Any]:
        """What differs; logs are turned on and off one by one."""
        changes = super().changes(target, old)
        changes.pop(LOGS, None)
        if logs := _log_changes(old.get(LOGS), target.properties.get(LOGS)):
            changes["CloudwatchLogsExportConfiguration"] = logs
        return changes

    def keep(self, target: Target, old: Mapping[str, Any]) -> None:
        """It goes along with another call, and needs none of its own."""

    def delete(self, target: Target) -> None:
        """Delete it without a final snapshot."""
        self.delete_with(target, SkipFinalSnapshot=True)

    def delete_after_snapshot(self, target: Target, name: str) -> None:
        """Delete it after a final snapshot."""
        self.delete_with(target, FinalDBSnapshotIdentifier=name)

    def delete_with(self, target: Target, **final: Any) -> None:
        """Delete it with these arguments; one that is already gone is no error."""
        client = target.account.administrator(self.service)
        try:
            getattr(client, self.deletion)(**self.identity(target), **final)
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """Its properties, with what only the stack knows."""
        described = super().read_one(responses)
        if described is None:
            return None
        declared = responses.target.properties
        if str(declared.get("Engine", "")).lower() == described.get("Engine"):
            described["Engine"] = declared["Engine"]  # RDS takes its name in any case
        return described | {name: declared[name] for name in self.told_by_nobody if name in declared}

    def release(self, target: Target) -> None:
        """Turn its deletion protection off."""
        change = getattr(target.account.administrator(self.service), self.modification)
        change(**self.identity(target), DeletionProtection=False, ApplyImmediately=True)


def secret_attribute(described: Mapping[str, Any]) -> dict[str, Any]:
    """The attribute that names the secret RDS keeps the password in, where there is one."""
    secret = described.get("MasterUserSecret")
    return {"MasterUserSecret.SecretArn": secret["SecretArn"]} if secret is not None else {}


def _log_changes(before: list[str] | None, after: list[str] | None) -> dict[str, list[str]]:
    """Which logs a change of `EnableCloudwatchLogsExports` turns on and off."""
    old, new = before or [], after or []
    found = {
        "EnableLogTypes": [name for name in new if name not in old],
        "DisableLogTypes": [name for name in old if name not in new],
    }
    return {name: logs for name, logs in found.items() if logs}
