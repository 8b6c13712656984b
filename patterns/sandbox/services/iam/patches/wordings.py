"""IAM's own words for a policy that cannot be read, from moto, whose cases were tried on AWS.

Not here: what is wrong with it, which `patterns.iam` finds, and names by statement.
"""

from __future__ import annotations

import json
from typing import Any

from patterns.iam.documents import WITH_VARIABLES
from patterns.refusals.iam.statements import TOO_OLD

SYNTAX = "Syntax errors in policy."


def of_identity(text: Any) -> str:
    """What IAM says of a policy of a user, a group or a role; empty where moto finds nothing wrong."""
    from moto.iam.policy_validation import IAMPolicyDocumentValidator

    return _words(IAMPolicyDocumentValidator, text)


def of_managed(text: Any) -> str:
    """The same of a managed policy, whose version comes before everything but its syntax."""
    words = of_identity(text)
    return TOO_OLD if words != SYNTAX and json.loads(text).get("Version") != WITH_VARIABLES else words


def of_trust(text: Any) -> str:
    """What IAM says of a role's trust policy; empty where moto finds nothing wrong."""
    from moto.iam.policy_validation import IAMTrustPolicyDocumentValidator

    return _words(IAMTrustPolicyDocumentValidator, text)


def _words(validator: Any, text: Any) -> str:
    from moto.iam.exceptions import MalformedPolicyDocument

    try:
        validator(text).validate()
    except MalformedPolicyDocument as refused:
        return str(refused.message)
    return ""
