"""Bills by hand of what `rates/cloudfront.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {"distribution": (one("AWS::CloudFront::Distribution"), {})}

UNPRICED: Gaps = {
    "distribution without a price": (
        one("AWS::CloudFront::Distribution"),
        ["the price of requests and data is not confirmed"],
    )
}

BILLED: Billed = {
    "AWS::CloudFront::Distribution": {
        "data transfer out": "data to the internet",
        "requests": "requests",
        "invalidations": "invalidations",
        "functions": "functions",
        "Origin Shield": "Origin Shield",
        "real-time logs": "logs in real time",
        "dedicated IP": "addresses",
    }
}
