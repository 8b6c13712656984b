"""What AWS Systems Manager does not do here."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import Limit

LIMITS = (
    Limit(
        "The policies of a parameter are kept and do nothing: none expires, and no event tells of one.",
        """
        ssm = aws.client("ssm")
        ends = '[{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": "2026-02-01T00:00:00.000Z"}}]'
        ssm.put_parameter(Name="licence", Value="x", Type="String", Tier="Advanced", Policies=ends)
        aws.clock.advance(days=400)
        ssm.get_parameter(Name="licence")["Parameter"]["Value"]
        """,
    ),
)
