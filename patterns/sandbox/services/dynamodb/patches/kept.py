"""What moto keeps of tables, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.simulator.backends import backend, held


def policy(account_id: str, region: str, path: str) -> str | None:
    """The policy of a table, for its indexes and streams as well; None where it has none."""
    arn = f"arn:aws:dynamodb:{region}:{account_id}:{'/'.join(path.split('/')[:2])}"
    return getattr(backend("dynamodb", account_id, region).resource_policies.get(arn), "policy_doc", None)


def policies(account_id: str, region: str) -> Iterator[str | None]:
    """The policies of all tables."""
    return (resource.policy_doc for resource in held("dynamodb", account_id, region, "resource_policies"))


def partition_key(account_id: str, region: str, table: str, index: str | None = None) -> str | None:
    """The attribute by which a table, or its index, is divided; None where there is no such one."""
    found = backend("dynamodb", account_id, region).tables.get(table.rpartition("/")[2])
    if found is not None and index:
        found = next((one for one in (*found.global_indexes, *found.indexes) if one.name == index), None)
    schema = getattr(found, "schema", None) or ()
    return next((str(one["AttributeName"]) for one in schema if one["KeyType"] == "HASH"), None)
