"""Burstable instance types: the load that a size carries for its price, and what a greater one uses beyond it.

In unlimited mode surplus vCPU time is billed at a flat rate by the vCPU-hour, measured over 24 hours; here as if the
load were even, so that short bursts that earned credits cover cost nothing:
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html
"""

from __future__ import annotations

SIZES = {
    "nano": (2, 5), "micro": (2, 10), "small": (2, 20), "medium": (2, 20), "large": (2, 30), "xlarge": (4, 40),
    "2xlarge": (8, 40),
}  # fmt: skip
"""Size of T3, T3a and T4g -> vCPUs, and the baseline of each in percent:
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html"""

FAMILIES = ("t3", "t3a", "t4g")
"""Those in unlimited mode unless they say otherwise; T2 is not, and is not priced here."""


def is_burstable(name: str) -> bool:
    """Whether `name` is a type whose load above its baseline is known here."""
    family, _, size = name.partition(".")
    return family in FAMILIES and size in SIZES


def surplus(name: str, load_percent: float) -> float:
    """VCPUs used beyond the baseline of the type `name` at an average load in percent of its vCPUs."""
    if not is_burstable(name):
        return 0.0
    vcpus, baseline = SIZES[name.partition(".")[2]]
    return vcpus * max(0.0, load_percent - baseline) / 100
