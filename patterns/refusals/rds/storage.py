"""What RDS refuses of a database instance's storage: sizes by engine and type, IOPS, growth, and that it never shrinks.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html
Messages as users report them: sizes in github.com/convox/rack/issues/2846, IOPS in
github.com/hashicorp/terraform-provider-aws/pull/28243, growth in
github.com/ministryofjustice/cloud-platform-environments/pull/24410. In which words RDS refuses to shrink, or a type
without its IOPS, no page says. Not checked: IOPS against the class, and sizes of SQL Server's editions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals.rds.settings import COMBINATION, VALUE, storage_sizes

PROVISIONED = ("io1", "io2")
MOST_IOPS_PER_GIB = {"io1": 50, "io2": 1000}
LEAST_IOPS = 1000
STRIPED_FROM = 400
"""From so many GiB gp3 takes IOPS and throughput of one's own, but where the engine says otherwise."""
STRIPED_OTHERWISE = {"oracle": 200, "sqlserver": 20}
GROWTH = 1.1
"""The limit of autoscaling lies so much over the storage: USER_PIOPS.Autoscaling.html."""


def wrong_storage(asked: Mapping[str, Any], engine: str) -> Iterator[Refusal]:
    """What is wrong with the storage of a new instance."""
    size = asked.get("AllocatedStorage")
    kind = asked.get("StorageType") or ("io1" if asked.get("Iops") else "gp3")
    sizes = storage_sizes(engine, kind)
    if sizes is None:
        yield VALUE, f"Invalid storage type: {kind}"
        return
    if size is None:
        yield VALUE, "The parameter AllocatedStorage must be provided and must not be blank."
        return
    if not sizes.least <= int(size) <= sizes.most:
        yield COMBINATION, f"Invalid storage size for engine name {engine} and storage type {kind}: {size}"
    yield from _wrong_performance(asked, engine, kind, int(size))
    most = asked.get("MaxAllocatedStorage")
    if most is not None and int(most) <= int(size):
        yield COMBINATION, "Max storage size must be greater than storage size"
    if most is not None and int(most) < GROWTH * int(size):
        yield COMBINATION, "The maximum allocated storage must be increased by at least 10 percent."


def wrong_change(asked: Mapping[str, Any], there: Mapping[str, Any], engine: str) -> Iterator[Refusal]:
    """What is wrong with a change of the storage that is there; `there` is in the names of the call."""
    size, before = asked.get("AllocatedStorage"), int(there["AllocatedStorage"])
    now = int(size) if size is not None else before
    if now < before:
        yield (
            COMBINATION,
            f"Invalid storage size: the requested storage of {now} GiB is less than the current {before} GiB, "
            "and storage can't be reduced.",
        )
    kind = str(asked.get("StorageType") or there["StorageType"])
    sizes = storage_sizes(engine, kind)
    if sizes is None:
        yield VALUE, f"Invalid storage type: {kind}"
    elif size is not None and not sizes.least <= now <= sizes.most:
        yield COMBINATION, f"Invalid storage size for engine name {engine} and storage type {kind}: {now}"
    elif any(name in asked for name in ("Iops", "StorageThroughput", "StorageType")):
        named = {**there, **asked} if kind in PROVISIONED else asked
        yield from _wrong_performance(named, engine, kind, now)
    most = asked.get("MaxAllocatedStorage")
    if most is not None and int(most) < now:
        yield COMBINATION, "Max storage size must be greater than storage size"


def _wrong_performance(asked: Mapping[str, Any], engine: str, kind: str, size: int) -> Iterator[Refusal]:
    iops, throughput = asked.get("Iops"), asked.get("StorageThroughput")
    if kind in PROVISIONED:
        if not iops:
            yield COMBINATION, f"You must specify Iops with storage type {kind}."
        elif not LEAST_IOPS <= int(iops) <= MOST_IOPS_PER_GIB[kind] * size:
            yield COMBINATION, f"Invalid iops to storage ratio for engine name {engine} and storage type {kind}: {iops}"
    elif iops and kind == "gp2":
        # In the words of https://github.com/hashicorp/terraform-provider-aws/issues/9667.
        yield COMBINATION, f"Invalid iops value for engine name {engine} and storage type {kind}: {iops}"
    from_size = next((least for of, least in STRIPED_OTHERWISE.items() if engine.startswith(of)), STRIPED_FROM)
    if kind == "gp3" and (iops or throughput) and size < from_size:
        yield (
            COMBINATION,
            f"You can't specify IOPS or storage throughput for engine {engine} and a storage size less than "
            f"{from_size}.",
        )
    if throughput and kind != "gp3":
        yield COMBINATION, f"You can't specify storage throughput for storage type {kind}."
