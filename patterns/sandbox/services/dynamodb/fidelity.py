"""What Amazon DynamoDB does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A table is made only with keys and indexes that fit: one hash key before one range key, local "
        "indexes under the table's own hash key, projections that name attributes or do not, capacities for "
        "each index or for none. A call makes or deletes one index, and so does an update of a stack. Not "
        "checked: the key a table is encrypted with, limits of on-demand tables, and quotas of the account.",
        SIMPLIFIED,
        "/amazondynamodb/latest/APIReference/API_CreateTable.html",
        """
        keys = [{"AttributeName": "id", "KeyType": "RANGE"}]
        kinds = [{"AttributeName": "id", "AttributeType": "S"}]
        asked = {"TableName": "notes", "KeySchema": keys, "AttributeDefinitions": kinds}
        attempt(aws.client("dynamodb").create_table, BillingMode="PAY_PER_REQUEST", **asked).message
        """,
        modules=("table_checks",),
    ),
    Behaviour(
        "Items are deleted when their time to live is over.",
        SIMPLIFIED,
        "/amazondynamodb/latest/developerguide/TTL.html",
        """
        dynamodb, key = aws.client("dynamodb"), {"AttributeName": "id"}
        dynamodb.create_table(
            TableName="notes",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[key | {"KeyType": "HASH"}],
            AttributeDefinitions=[key | {"AttributeType": "S"}],
        )
        dynamodb.update_time_to_live(
            TableName="notes", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ends"}
        )
        for name, hours in (("a", 1), ("b", 3)):
            dynamodb.put_item(
                TableName="notes",
                Item={"id": {"S": name}, "ends": {"N": str(int(aws.clock.time()) + hours * 3600)}},
            )
        aws.clock.advance(hours=2)
        [item["id"]["S"] for item in dynamodb.scan(TableName="notes")["Items"]]
        """,
        modules=("item_expiry",),
    ),
)

LIMITS = (
    Limit(
        "An item is gone the second its time to live ends; AWS takes up to a few days, so filter out expired items.",
        """
        dynamodb, name = aws.client("dynamodb"), {"AttributeName": "id"}
        dynamodb.create_table(
            TableName="notes",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[name | {"KeyType": "HASH"}],
            AttributeDefinitions=[name | {"AttributeType": "S"}],
        )
        spec = {"Enabled": True, "AttributeName": "ends"}
        dynamodb.update_time_to_live(TableName="notes", TimeToLiveSpecification=spec)
        ends = {"N": str(int(aws.clock.time()) + 60)}
        dynamodb.put_item(TableName="notes", Item={"id": {"S": "a"}, "ends": ends})
        aws.clock.advance(minutes=1)
        dynamodb.scan(TableName="notes")["Count"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::DynamoDB::Table": Refused(
        made="names, keys, indexes, projections and capacities that do not go together, two indexes in one update",
        page="/amazondynamodb/latest/APIReference/API_CreateTable.html",
        not_made="the key it is encrypted with, replicas, imports, capacity quotas",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
