"""Which engine versions RDS makes, and from which to which it goes: forward, and to another major one only when asked.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
Messages as users report them: github.com/hashicorp/terraform-provider-aws/issues/13389,
github.com/ministryofjustice/cloud-platform-environments/pull/8659, github.com/aws/aws-cdk/issues/32933,
github.com/tryretool/terraform-retool-modules/issues/70. Not checked: whether a minor version is still, or already,
offered, and from which minor version a major one can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patterns.refusals import Refusal
from patterns.refusals.rds.settings import COMBINATION

MAJOR = {
    "postgres": ("11", "12", "13", "14", "15", "16", "17", "18"),
    "aurora-postgresql": ("11", "12", "13", "14", "15", "16", "17", "18"),
    "mysql": ("5.7", "8.0", "8.4"),
    "aurora-mysql": ("5.7", "8.0", "8.4"),
    "mariadb": ("10.4", "10.5", "10.6", "10.11", "11.4", "11.8"),
}
"""Those that any page still names: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-versions.html"""
TWO_PARTS = ("mysql", "aurora-mysql", "mariadb")
"""Engines whose major version is two numbers: 8.0, 10.11."""


def major(engine: str, version: str) -> str:
    """The major version: "17" of postgres 17.6, "8.0" of mysql 8.0.43."""
    return ".".join(version.split(".")[: 2 if engine in TWO_PARTS else 1])


def family(engine: str, version: str) -> str | None:
    """The family of parameter groups that goes with a version; None for an engine that is not known here."""
    return f"{engine}{major(engine, version)}" if engine in MAJOR else None


def wrong_version(engine: str, version: str | None) -> Iterator[Refusal]:
    """What is wrong with the version of a new database."""
    if version is not None and engine in MAJOR and major(engine, version) not in MAJOR[engine]:
        yield COMBINATION, f"Cannot find version {version} for {engine}"


def wrong_upgrade(engine: str, before: str, after: str | None, *, allowed: bool) -> Iterator[Refusal]:
    """What is wrong with the way from one version to another; `allowed` is `AllowMajorVersionUpgrade`."""
    if after is None or engine not in MAJOR or before == after or _names_less(before, after):
        return
    yield from wrong_version(engine, after)
    if _numbers(after) < _numbers(before):
        yield COMBINATION, f"Cannot upgrade {engine} from {before} to {after}"
    if major(engine, after) != major(engine, before) and not allowed:
        yield COMBINATION, "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version."


def _names_less(before: str, after: str) -> bool:
    """Whether the wanted version says only the beginning of what is there: "17" of 17.6."""
    return before.startswith(f"{after}.")


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def wrong_group(engine: str, version: str | None, name: str, of: str | None) -> Iterator[Refusal]:
    """What is wrong with a parameter group of that name and family (None: it is a default one) for a version."""
    wanted = family(engine, version) if version else None
    given = of if of is not None else name.removeprefix("default.") if name.startswith("default.") else None
    if wanted is not None and given is not None and given != wanted:
        yield (
            COMBINATION,
            f"The parameter group {name} with DBParameterGroupFamily {given} can't be used for this instance. "
            f"Use a parameter group with DBParameterGroupFamily {wanted}.",
        )
