"""How a resource is drawn: its family's colour, and the facts worth a line. What is known of its type: `knowledge`."""

from __future__ import annotations

from patterns.knowledge import Family, about
from patterns.template.resolve import Resource

COLOURS = {
    Family.STORAGE: "#7AA116",
    Family.SECURITY: "#DD344C",
    Family.COMPUTE: "#ED7100",
    Family.DATABASE: "#C925D1",
    Family.INTEGRATION: "#E7157B",
    Family.NETWORK: "#8C4FFF",
    Family.ANALYTICS: "#8C4FFF",
    Family.OTHER: "#7D8998",
}
"""AWS's own colours of its service families; grey for the others."""


def colour(type_name: str) -> str:
    """The colour of a type's family."""
    return COLOURS[about(type_name).family]


def facts(resource: Resource) -> list[str]:
    """What is worth a line about this resource, from its properties."""
    return [words for fact in about(resource.type).facts for words in fact(resource.properties)]
