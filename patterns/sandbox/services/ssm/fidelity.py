"""What AWS Systems Manager does not do here."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A parameter has a name of at most fifteen levels that Parameter Store takes, a value as large as its "
        "tier allows and as its pattern wants. Not checked: ids of images, and which tier its policies need.",
        SIMPLIFIED,
        "/systems-manager/latest/APIReference/API_PutParameter.html",
        """
        put = aws.client("ssm").put_parameter
        attempt(put, Name="port", Value="many", Type="String", AllowedPattern="^[0-9]+$").message
        """,
        modules=("parameter_checks",),
    ),
)

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

REFUSALS: Mapping[str, Refused] = {
    "AWS::SSM::Parameter": Refused(
        made="names, values larger than their tier, values unlike their pattern or no image's id, names that are taken",
        page="/systems-manager/latest/APIReference/API_PutParameter.html",
        not_made="images that are not there, what policies say",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
