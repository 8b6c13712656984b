"""What EC2 refuses of a volume: sizes, IOPS and throughput by type.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html
Not checked: io2 by the instance it is attached to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from patterns.refusals import Refusal

VALUE, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"


class Kind(NamedTuple):
    """The limits of a volume type: GiB, and IOPS with the most per GiB, where these can be asked for."""

    least_gib: int
    most_gib: int
    least_iops: int = 0
    most_iops: int = 0
    most_iops_per_gib: int = 0


KINDS = {
    "gp2": Kind(1, 16_384),
    "gp3": Kind(1, 65_536, 3_000, 80_000, 500),
    "io1": Kind(4, 16_384, 100, 64_000, 50),
    "io2": Kind(4, 65_536, 100, 256_000, 1_000),
    "st1": Kind(125, 16_384),
    "sc1": Kind(125, 16_384),
    "standard": Kind(1, 1_024),
}
THROUGHPUT = (125, 2_000)
THROUGHPUT_PER_IOPS = 0.25
FREE_IOPS = 3_000
"""What gp3 has where nobody says."""


def wrong_volume(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the size and the speed of a volume."""
    name = str(asked.get("VolumeType") or "gp2")
    kind = KINDS.get(name)
    if kind is None:
        yield VALUE, f"Invalid value '{name}' for VolumeType"
        return
    if asked.get("Size") is not None:
        yield from _wrong_size(int(asked["Size"]), name, kind)
    if asked.get("Iops") is not None and kind.most_iops:
        yield from _wrong_iops(int(asked["Iops"]), asked.get("Size"), name, kind)
    if asked.get("Iops") is not None and not kind.most_iops:
        # In the words of https://github.com/kubernetes-retired/kube-aws/issues/1208.
        yield COMBINATION, f"The parameter iops is not supported for {name} volumes."
    if asked.get("Throughput") is not None:
        yield from _wrong_throughput(int(asked["Throughput"]), int(asked.get("Iops") or FREE_IOPS), name)


def _wrong_size(size: int, name: str, kind: Kind) -> Iterator[Refusal]:
    if size < kind.least_gib:
        yield VALUE, f"Volume of {size}GiB is too small for volume type {name}; minimum is {kind.least_gib}GiB."
    if size > kind.most_gib:
        yield VALUE, f"Volume of {size}GiB is too large for volume type {name}; maximum is {kind.most_gib}GiB."


def _wrong_iops(iops: int, size: Any, name: str, kind: Kind) -> Iterator[Refusal]:
    if iops < kind.least_iops:
        yield VALUE, f"Volume iops of {iops} is too low; minimum is {kind.least_iops}."
    if iops > kind.most_iops:
        yield VALUE, f"Volume iops of {iops} is too high; maximum is {kind.most_iops}."
    # The free IOPS of gp3 come with any size.
    counts = size is not None and not (name == "gp3" and iops == FREE_IOPS)
    if counts and iops > kind.most_iops_per_gib * int(size):
        ratio = iops / int(size)
        yield VALUE, f"Iops to volume size ratio of {ratio:f} is too high; maximum is {kind.most_iops_per_gib}"


def _wrong_throughput(throughput: int, iops: int, name: str) -> Iterator[Refusal]:
    if name != "gp3":
        yield COMBINATION, f"The parameter Throughput is not supported for {name} volumes."
    if not THROUGHPUT[0] <= throughput <= THROUGHPUT[1]:
        yield VALUE, f"Throughput of {throughput} MiB/s must be between {THROUGHPUT[0]} and {THROUGHPUT[1]} MiB/s."
    if throughput > THROUGHPUT_PER_IOPS * iops:
        ratio = throughput / iops
        yield (
            VALUE,
            f"Throughput (MiBps) to iops ratio of {ratio:f} is too high; maximum is {THROUGHPUT_PER_IOPS:f} MiBps per "
            "iops.",
        )
