"""Auto Scaling: policies, which cost what the alarms of their own do. Groups cost their instances (`ec2`).

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate
from patterns.template.properties import at, entries, is_on


def alarms(billed: Billed) -> float:
    """The metrics that a target tracking policy's alarms watch: two alarms, or one that must not scale in."""
    tracking = at(billed.resource.properties, "TargetTrackingConfiguration")
    if tracking is None:
        return 0.0
    kinds = 1 if is_on(at(tracking, "DisableScaleIn")) else 2
    queries = entries(at(tracking, "CustomizedMetricSpecification", "Metrics"))
    return float(kinds * max(1, sum(at(query, "MetricStat") is not None for query in queries)))


RATES: dict[str, Rate] = {
    "AWS::AutoScaling::ScalingPolicy": (Charge("its alarms", "cloudwatch.alarm", alarms),),
}
