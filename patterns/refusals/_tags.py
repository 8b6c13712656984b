"""What every service refuses of the tags of a resource: keys that are AWS's own.

https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html: the prefix `aws:` is reserved.
In which words a key is refused differs from service to service; these are those of most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.template.errors import UnknownTypeError
from patterns.template.schema import schema

RESERVED = "aws:"
REFUSED = "InvalidRequest", "aws: prefixed tag key names are not allowed for external use."


def reserved(type_name: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A tag whose key begins as AWS's own do, in any case of letters."""
    try:
        path = schema(type_name).tags
    except UnknownTypeError:
        return
    found: Any = asked
    for name in path.split(".") if path else ():
        found = found.get(name) if isinstance(found, Mapping) else None
    keys = found if isinstance(found, Mapping) else [each["Key"] for each in found or () if "Key" in each]
    if path and any(str(key).lower().startswith(RESERVED) for key in keys):
        yield REFUSED
