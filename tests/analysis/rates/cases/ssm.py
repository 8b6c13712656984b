"""Bills by hand of what `rates/ssm.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "standard parameter": (one("AWS::SSM::Parameter", Type="String", Value="x"), {}),
    "advanced parameter": (one("AWS::SSM::Parameter", Tier="Advanced"), {"advanced parameter": 0.05}),
}

UNPRICED: Gaps = {
    "tier chosen by the service": (
        one("AWS::SSM::Parameter", Tier="Intelligent-Tiering"),
        [
            "advanced parameter: with the tier Intelligent-Tiering, Parameter Store chooses, "
            "and you pay if it chooses Advanced"
        ],
    ),
    "calls": (
        one("AWS::SSM::Parameter", Tier="Advanced"),
        ["calls of an advanced parameter: the price of calls is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::SSM::Parameter": {
        "advanced parameters": "advanced",
        "API calls": "calls",
    },
}
