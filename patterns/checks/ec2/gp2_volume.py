"""An EBS volume of type gp2."""

from __future__ import annotations

from patterns.checks._instances import volumes
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for (logical_id, path), volume in volumes(resolved):
        if at(volume, "VolumeType") == "gp2":
            yield logical_id, (*path, "VolumeType")


RULE = Rule(
    id="EC2-006",
    title="The same volume is cheaper as gp3",
    why=(
        # Three IOPS a GiB at $0.005 come to less than the difference of $0.02, and 125 MiB/s more at $0.04 to that of
        # 250 GiB: https://aws.amazon.com/ebs/pricing/
        "By the GiB gp3 costs up to 20 percent less than gp2, and 3,000 IOPS and 125 MiB/s come with every size. A "
        "gp2 volume that does more can be matched by paying for IOPS and throughput, and from 250 GiB on that still "
        "costs less. The type can be changed while the volume is in use."
    ),
    source="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
    pillar=Pillar.COST,
    best_practice="COST06-BP02",
    severity=Severity.LOW,
    places=_places,
)
