"""Bills by hand of what `rates/ecr.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "image repository": (one("AWS::ECR::Repository"), {"images kept": 10 * 0.10}),
}

BILLED: Billed = {
    "AWS::ECR::Repository": {
        "storage": "images kept",
        "transfer": "pulls",
        "scanning": "scanning",
    },
}
