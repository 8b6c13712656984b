"""EBS: volumes of their own. Those of instances stand with the instance; snapshots are not in a template."""

from __future__ import annotations

from patterns.analysis.charges import Rate
from patterns.analysis.rates import _volumes

RATES: dict[str, Rate] = {
    "AWS::EC2::Volume": _volumes.charges(lambda billed: iter([(billed.resource.properties, 1.0)]))
}
