"""The forms in which a call may name a function: its name, its ARN, or a part of that, each with a qualifier or not.

https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html#lambda-GetFunction-request-FunctionName
"""

from __future__ import annotations

import re

_FORM = re.compile(
    r"(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?P<account>\d{12}):)?(?:function:)?"
    r"(?P<name>[a-zA-Z0-9_-]+)(?::(?P<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?"
)


def qualified(name: str) -> str:
    """The function's own name, with a colon and the qualifier where there is one; what is no form of a name, as it is.

    >>> qualified("arn:aws:lambda:us-east-1:123456789012:function:orders:live"), qualified("123456789012:function:f")
    ('orders:live', 'f')
    """
    match = _FORM.fullmatch(name)
    if match is None:
        return name
    return match["name"] + (f":{match['qualifier']}" if match["qualifier"] else "")


def plain(name: str) -> str:
    """The function's own name alone."""
    return qualified(name).partition(":")[0]


def region_of(name: str) -> str | None:
    """The region that a whole ARN names; None for other forms."""
    match = _FORM.fullmatch(name)
    return match["region"] if match else None
