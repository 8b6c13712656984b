"""AWS Backup: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("Backup", Family.STORAGE)

TYPES: Mapping[str, About] = {
    "AWS::Backup::BackupVault": About(noun="backup vault", family=Family.STORAGE),
}
