"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "cache_subnet_group": {
        "Type": "AWS::ElastiCache::SubnetGroup",
        "Properties": {"Description": "Stage.", "SubnetIds": ["{subnet}", "{other_subnet}"]},
    },
}
