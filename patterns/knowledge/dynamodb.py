"""Amazon DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.knowledge import About, Family, Service
from patterns.knowledge._facts import chosen
from patterns.template.properties import at, entries

SERVICE = Service("DynamoDB", Family.DATABASE)


def _keys(properties: Mapping[str, Any]) -> Iterator[str]:
    if names := [at(key, "AttributeName") for key in entries(at(properties, "KeySchema"))]:
        yield f"by {', '.join(map(str, names))}"


TYPES: Mapping[str, About] = {
    "AWS::DynamoDB::GlobalTable": About(
        noun="global table", family=Family.DATABASE, lost="its items are lost in every region"
    ),
    "AWS::DynamoDB::Table": About(
        noun="table",
        family=Family.DATABASE,
        facts=(_keys, chosen("BillingMode", value="PAY_PER_REQUEST", words="paid by request")),
        lost="its items are lost",
    ),
}
