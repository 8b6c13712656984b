"""Bills by hand of what `rates/spot_fleet.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "Spot Fleet": (one("AWS::EC2::SpotFleet", SpotFleetRequestConfigData={"TargetCapacity": 2}), {}),
    "Spot Fleet of a type": (
        one(
            "AWS::EC2::SpotFleet",
            SpotFleetRequestConfigData={
                "TargetCapacity": 5,
                "OnDemandTargetCapacity": 1,
                "LaunchSpecifications": [{"InstanceType": "m5.large"}],
            },
        ),
        {"instance on demand": 730 * 0.096, "instance as Spot": 730 * 4 * 0.04804},
    ),
}

UNPRICED: Gaps = {
    "Spot Fleet": (
        one("AWS::EC2::SpotFleet", SpotFleetRequestConfigData={"TargetCapacity": 2}),
        ["which pools its capacity of 2 comes from, and at what price, is EC2's choice"],
    ),
}

BILLED: Billed = {
    "AWS::EC2::SpotFleet": {
        "spot": "instance as Spot",
        "on demand": "on demand",
        "volumes": "volumes",
    },
}
