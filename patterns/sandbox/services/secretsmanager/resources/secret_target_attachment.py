"""AWS::SecretsManager::SecretTargetAttachment: writes into a secret where its database is.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
Not modelled: Redshift and DocumentDB.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import HandlerError, Property, Provider, Target

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
NAMED = {INSTANCE: "dbInstanceIdentifier", CLUSTER: "dbClusterIdentifier"}
"""Type of database -> the key of the secret that names it."""

CONNECTION = ("engine", "host", "port", "dbname", *NAMED.values())
"""What the attachment writes, and takes away again."""

ENGINES = {"aurora-postgresql": "postgres", "aurora-mysql": "mysql"}
"""The engine as the rotation functions know it."""


class SecretTargetAttachment(Provider):
    """The link between a secret and a database; its physical id is the secret's ARN."""

    type = "AWS::SecretsManager::SecretTargetAttachment"
    service = "secretsmanager"
    identifier = "SecretId"
    creation = "put_secret_value"
    deletion = "put_secret_value"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("SecretId", create="SecretId"),
        Property("TargetId", code="attach"),
        Property("TargetType", code="attach"),
    )
    examples = (
        {"SecretId": "{credentials}", "TargetId": "{database}", "TargetType": INSTANCE},
        {"SecretId": "{credentials}", "TargetId": "{db_cluster}", "TargetType": CLUSTER},
        {"SecretId": "{other_credentials}", "TargetId": "{database}", "TargetType": INSTANCE},
    )

    def create(self, target: Target) -> str:
        """Write where the database is into the secret. Raises `HandlerError` for a secret that is no JSON object."""
        client, secret = target.account.administrator("secretsmanager"), target.properties["SecretId"]
        arn = str(client.describe_secret(SecretId=secret)["ARN"])
        if _attached(_value(target.account, arn)):
            raise HandlerError("InvalidRequest", f"The secret {arn} has a target attached to it already.")
        self._write(target, arn, _connection(target))
        return arn

    def complete(self, target: Target) -> None:
        """Nothing is left."""

    def attach(self, target: Target, old: Mapping[str, Any]) -> None:
        """Write another database in place of the one of before."""
        self._write(target, target.physical_id, _connection(target))

    def delete(self, target: Target) -> None:
        """Take the database out of the secret, as a value of its own; a secret that is gone is no error."""
        client = target.account.administrator("secretsmanager")
        try:
            self._write(target, target.physical_id, {})
        except client.exceptions.ResourceNotFoundException:
            return

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """ARN -> what the secret itself names as its database; None where it names none, or is gone."""
        found: dict[str, dict[str, Any] | None] = {}
        for target in targets:
            value = _value(account, target.physical_id)
            attached = _attached(value)
            found[target.physical_id] = {"SecretId": target.properties["SecretId"], **attached} if attached else None
        return found

    def attributes(self, target: Target) -> dict[str, Any]:
        """The secret's ARN."""
        return {"Id": target.physical_id}

    def _write(self, target: Target, arn: str, connection: Mapping[str, Any]) -> None:
        client = target.account.administrator("secretsmanager")
        value = _object(client.get_secret_value(SecretId=arn)["SecretString"], arn)
        kept = {name: member for name, member in value.items() if name not in CONNECTION}
        client.put_secret_value(SecretId=arn, SecretString=json.dumps({**kept, **connection}))


def _object(text: str, arn: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise HandlerError("InvalidRequest", f"The value of the secret {arn} is not a JSON object.")
    return value


def _value(account: Account, arn: str) -> dict[str, Any]:
    """What the secret holds, nothing where it is gone."""
    client = account.observer("secretsmanager")
    try:
        return _object(client.get_secret_value(SecretId=arn)["SecretString"], arn)
    except (client.exceptions.ResourceNotFoundException, HandlerError):
        return {}


def _attached(value: Mapping[str, Any]) -> dict[str, str]:
    """The database that a secret names, in the template's words."""
    found = [(kind, value[key]) for kind, key in NAMED.items() if key in value]
    return {"TargetType": found[0][0], "TargetId": found[0][1]} if found else {}


def _connection(target: Target) -> dict[str, Any]:
    """Where the database is. Raises `HandlerError` for a kind of target that is not simulated."""
    client = target.account.observer("rds")
    kind, name = target.properties["TargetType"], target.properties["TargetId"]
    if kind == INSTANCE:
        db_instance = client.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
        host, port, database = (
            db_instance["Endpoint"]["Address"],
            db_instance["Endpoint"]["Port"],
            db_instance.get("DBName"),
        )
    elif kind == CLUSTER:
        db_instance = client.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
        host, port, database = db_instance["Endpoint"], db_instance["Port"], db_instance.get("DatabaseName")
    else:
        raise HandlerError("InvalidRequest", f"TargetType {kind} is not simulated: there are {INSTANCE} and {CLUSTER}.")
    engine = ENGINES.get(db_instance["Engine"], db_instance["Engine"])
    return {
        "engine": engine, "host": host, "port": port, NAMED[kind]: name, **({"dbname": database} if database else {})
    }  # fmt: skip


PROVIDER = SecretTargetAttachment()
