"""Which code of CloudFormation's own stands in an event for what a service said. Not the words of the event.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
"""

from __future__ import annotations

import re

ALREADY_EXISTS, GENERAL = "AlreadyExists", "GeneralServiceException"
CODES = frozenset({
    "AccessDenied", ALREADY_EXISTS, GENERAL, "InternalFailure", "InvalidCredentials", "InvalidRequest",
    "NetworkFailure", "NotFound", "NotStabilized", "NotUpdatable", "ResourceConflict", "ServiceInternalError",
    "ServiceLimitExceeded", "Throttling",
})  # fmt: skip
"""All that there are: a handler has to say one of them."""

TAKEN = re.compile("Already(Exist|Owned)|Duplicate|ResourceExists")
TAKEN_AT_CREATION = frozenset({"ResourceInUseException", "ResourceConflictException", "ConflictException"})

LIKE = (
    (re.compile("AccessDenied|Unauthorized|NotAuthorized"), "AccessDenied"),
    (re.compile("Throttl|TooManyRequests|RequestLimitExceeded|SlowDown"), "Throttling"),
    (re.compile("LimitExceeded|QuotaExceeded"), "ServiceLimitExceeded"),
    (re.compile("NotFound|NoSuch|DoesNotExist|NonExistent"), "NotFound"),
    (re.compile("Conflict|InUse"), "ResourceConflict"),
    (re.compile("Invalid|Malformed|Validation|Missing"), "InvalidRequest"),
    (re.compile("Internal|ServiceUnavailable|ServiceFailure"), "ServiceInternalError"),
)
"""The first that fits what a service calls its refusal: services have names of their own for the same thing. Which
handler takes which for which is written nowhere; that these are the codes, is."""


def handler_code(code: str, operation: str = "") -> str:
    """The code of a stack event for a service's own; of what belongs to none, the general one."""
    if code in CODES:
        return code
    if TAKEN.search(code) or (code in TAKEN_AT_CREATION and operation.startswith("Create")):
        return ALREADY_EXISTS
    return next((one for pattern, one in LIKE if pattern.search(code)), GENERAL)
