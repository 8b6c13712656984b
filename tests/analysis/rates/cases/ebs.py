"""Bills by hand of what `rates/ebs.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "gp2 volume": (one("AWS::EC2::Volume", Size=100), {"storage, gp2": 10}),
    "gp3 volume": (
        one("AWS::EC2::Volume", VolumeType="gp3", Size=100, Iops=4000, Throughput=225),
        {
            "storage, gp3": 8,
            "IOPS beyond what is included": 1000 * 0.005,
            "throughput beyond what is included": 100 * 0.04,
        },
    ),
    "gp3 volume as it comes": (
        one("AWS::EC2::Volume", VolumeType="gp3", Size="100", Iops=3000, Throughput=125),
        {"storage, gp3": 8},
    ),
}

UNPRICED: Gaps = {
    "other volume": (
        one("AWS::EC2::Volume", VolumeType="io2", Size=100),
        ["storage: the price of io2 volumes is not confirmed"],
    ),
    "volume of a snapshot": (
        one("AWS::EC2::Volume", VolumeType="gp3", SnapshotId="snap-1"),
        ["storage, gp3: its size comes from its snapshot or image: give a size"],
    ),
}

BILLED: Billed = {
    "AWS::EC2::Volume": {
        "storage": "storage",
        "IOPS": "IOPS",
        "throughput": "throughput",
    },
}
