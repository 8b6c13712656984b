"""What AWS Identity and Access Management does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour

BEHAVIOURS = (
    Behaviour(
        "A malformed policy is refused when it is set, and never stored.",
        FAITHFUL,
        "/IAM/latest/UserGuide/reference_policies_grammar.html",
        """
        broken = '{"Statement": {"Effect": "Permit"}}'
        attempt(aws.client("iam").create_policy, PolicyName="broken", PolicyDocument=broken).code
        """,
        modules=("given_policies",),
    ),
    Behaviour(
        "A path begins and ends with a slash; listings leave out tags, boundaries and descriptions.",
        FAITHFUL,
        "/IAM/latest/APIReference/API_ListUsers.html",
        """
        attempt(aws.client("iam").create_user, UserName="u", Path="my/path").code
        """,
        modules=("paths",),
    ),
)
