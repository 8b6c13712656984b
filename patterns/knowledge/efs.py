"""Amazon EFS: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("EFS", Family.STORAGE)

TYPES: Mapping[str, About] = {
    "AWS::EFS::FileSystem": About(noun="file system", family=Family.STORAGE, lost="its files are lost"),
}
