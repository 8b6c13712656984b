"""Bills by hand of what `rates/autoscaling.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "target tracking": (
        one("AWS::AutoScaling::ScalingPolicy", TargetTrackingConfiguration={"TargetValue": 50}),
        {"its alarms": 0.20},
    ),
    "target tracking that never scales in": (
        one("AWS::AutoScaling::ScalingPolicy", TargetTrackingConfiguration={"TargetValue": 50, "DisableScaleIn": True}),
        {"its alarms": 0.10},
    ),
}

BILLED: Billed = {
    "AWS::AutoScaling::ScalingPolicy": {
        "alarm metrics": "alarms",
    },
}
