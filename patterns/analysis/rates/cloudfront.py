"""CloudFront: distributions cost by what they send and how often they are asked."""

from __future__ import annotations

from patterns.analysis.charges import Gap, Rate, Uncounted

RATES: dict[str, Rate] = {
    "AWS::CloudFront::Distribution": (
        Gap("data to the internet and requests", lambda billed: "the price of requests and data is not confirmed"),
        Uncounted("invalidations, functions, Origin Shield, logs in real time, addresses of its own"),
    ),
}
