"""Amazon EC2 Auto Scaling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.knowledge import BELONGS_TO, DECLARED, About, Family, Nothing, Service, SeveralZones
from patterns.knowledge._facts import chosen, told
from patterns.template.properties import at

SERVICE = Service("AutoScaling", Family.COMPUTE)
_PRICES = "https://aws.amazon.com/ec2/autoscaling/pricing/"


def _size(properties: Mapping[str, Any]) -> Iterator[str]:
    least, most = at(properties, "MinSize"), at(properties, "MaxSize")
    if least is not None and most is not None:
        yield f"{least} to {most} instances"


TYPES: Mapping[str, About] = {
    "AWS::AutoScaling::AutoScalingGroup": About(
        noun="group",
        family=Family.COMPUTE,
        asks=True,
        references={
            "LaunchTemplate.*": "from",
            "MixedInstancesPolicy.*": "from",
            "TargetGroupARNs.*": "registers with",
            "VPCZoneIdentifier.*": None,
        },
        facts=(_size, chosen("HealthCheckType", value="ELB", words="as the balancer finds them")),
        lost="its instances are terminated",
        zones=SeveralZones(
            "instances of the group",
            "https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html",
        ),
    ),
    "AWS::AutoScaling::LifecycleHook": About(
        noun="lifecycle hook",
        family=Family.COMPUTE,
        references={"AutoScalingGroupName": BELONGS_TO, "NotificationTargetARN": "tells", "RoleARN": "as"},
        # https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLifecycleHook.html
        lost=Nothing("actions that still wait in it are completed first"),
        free=_PRICES,
    ),
    "AWS::AutoScaling::ScalingPolicy": About(
        noun="scaling policy",
        family=Family.COMPUTE,
        references={"AutoScalingGroupName": "scales", "*ResourceLabel": None},
        facts=(told("TargetTrackingConfiguration", "TargetValue", form="to {}"),),
        lost=Nothing("the group keeps the capacity it has"),
    ),
    "AWS::AutoScaling::ScheduledAction": About(
        noun="scheduled action",
        family=Family.COMPUTE,
        references={"AutoScalingGroupName": "scales"},
        facts=(told("Recurrence"),),
        lost=DECLARED,
        free=_PRICES,
    ),
}
