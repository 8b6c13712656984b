"""Systems Manager: advanced parameters; standard ones cost nothing, unless their higher throughput is switched on."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Unpriceable


def advanced(billed: Billed) -> float:
    """1 for an advanced parameter, 0 for a standard one, which costs nothing."""
    tier = billed.value("Tier", default="Standard")
    if tier not in ("Standard", "Advanced"):
        raise Unpriceable(f"with the tier {tier}, Parameter Store chooses, and you pay if it chooses Advanced")
    return 1.0 if tier == "Advanced" else 0.0


def calls(billed: Billed) -> str | None:
    """Why the calls of an advanced parameter have no price."""
    return "the price of calls is not confirmed" if billed.value("Tier") == "Advanced" else None


RATES: dict[str, Rate] = {
    "AWS::SSM::Parameter": (
        Charge("advanced parameter", "ssm.parameter.Advanced", advanced),
        Gap("calls of an advanced parameter", calls),
    )
}
