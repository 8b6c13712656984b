"""What DynamoDB asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
Not modelled: what a customer's key of KMS asks of the callers of a table: DynamoDB uses it by a grant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pairs
from patterns.sandbox.permissions.encryption import DISABLED, GONE, PENDING_DELETION, KeyUse
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording, Words
from patterns.sandbox.services.dynamodb.patches import kept

PARTIQL = {"SELECT": "PartiQLSelect", "INSERT": "PartiQLInsert", "UPDATE": "PartiQLUpdate", "DELETE": "PartiQLDelete"}
_TABLE_OF_STATEMENT = re.compile(r'(?:FROM|INTO|UPDATE)\s+"?([\w.-]+)"?', re.IGNORECASE)


def _table(situation: Situation, name: Any = None) -> str:
    named = str(name or situation.params.get("TableName") or "*")
    return named if named.startswith("arn:") else situation.arn("dynamodb", f"table/{named}")


def _read(action: str) -> Any:
    """A read of the table, or of its index where one is named."""

    def asks(situation: Situation) -> Iterator[Ask]:
        index = situation.params.get("IndexName")
        yield Ask(f"dynamodb:{action}", _table(situation) + (f"/index/{index}" if index else ""))

    return asks


def _batch_get(situation: Situation) -> Iterator[Ask]:
    for name, wanted in (situation.params.get("RequestItems") or {}).items():
        keys = _leading(situation, name, wanted.get("Keys") or ())
        yield Ask("dynamodb:BatchGetItem", _table(situation, name), keys)


def _batch_write(situation: Situation) -> Iterator[Ask]:
    for name, requests in (situation.params.get("RequestItems") or {}).items():
        items = [
            request.get("PutRequest", {}).get("Item") or request.get("DeleteRequest", {}).get("Key") or {}
            for request in requests
        ]
        yield Ask("dynamodb:BatchWriteItem", _table(situation, name), _leading(situation, name, items))


TRANSACTED = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


def _transact(situation: Situation) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html."""
    enclosing = {"dynamodb:EnclosingOperation": situation.operation}
    for one in situation.params.get("TransactItems") or ():
        for kind, body in one.items():
            action = TRANSACTED.get(kind, "GetItem")
            keys = _leading(situation, body.get("TableName"), [body.get("Key") or body.get("Item") or {}])
            # A check has a name of its own, by which policies know it: it alone says nothing of what encloses it.
            context = keys if kind == "ConditionCheck" else enclosing | keys
            yield Ask(f"dynamodb:{action}", _table(situation, body.get("TableName")), context)


def _statement(situation: Situation) -> Iterator[Ask]:
    params = situation.params
    several = [*(params.get("Statements") or ()), *(params.get("TransactStatements") or ())]
    texts = [params.get("Statement"), *(one.get("Statement") for one in several)]
    for text in filter(None, texts):
        match = _TABLE_OF_STATEMENT.search(str(text))
        action = PARTIQL.get(str(text).split(None, 1)[0].upper(), "PartiQLSelect")
        yield Ask(f"dynamodb:{action}", _table(situation, match[1] if match else None))


def _keys(situation: Situation) -> dict[str, Value]:
    """The condition keys of one call about one table."""
    params = situation.params
    context: dict[str, Value] = {
        f"dynamodb:{name}": str(params[name])
        for name in ("Select", "ReturnValues", "ReturnConsumedCapacity")
        if params.get(name)
    }
    item = params.get("Key") or params.get("Item")
    if isinstance(item, Mapping) and params.get("TableName"):
        context |= _leading(situation, params["TableName"], [item])
    elif params.get("KeyConditionExpression"):
        context |= _of_condition(situation)
    if attributes := sorted(_attributes(params)):
        context["dynamodb:Attributes"] = tuple(attributes)
    return context


def _attributes(params: Mapping[str, Any]) -> Iterator[str]:
    """The attributes a call names: of its item or key, and of its projection."""
    names = params.get("ExpressionAttributeNames") or {}
    yield from params.get("Key") or {}
    yield from params.get("Item") or {}
    yield from params.get("AttributesToGet") or ()
    for one in str(params.get("ProjectionExpression") or "").split(","):
        if name := one.strip().partition(".")[0].partition("[")[0]:
            yield names.get(name, name)


def _leading(situation: Situation, table: Any, items: Iterable[Mapping[str, Any]]) -> dict[str, Value]:
    """The partition keys of items; nothing where there is no such table, which DynamoDB itself answers."""
    name = _partition_key(situation, table)
    values = [_text(item[name]) for item in items if name in item] if name else []
    return {"dynamodb:LeadingKeys": tuple(dict.fromkeys(values))} if values else {}


def _of_condition(situation: Situation) -> dict[str, Value]:
    """The partition key that a query asks for, which its expression compares with `=`."""
    params = situation.params
    name = _partition_key(situation, params.get("TableName"), params.get("IndexName"))
    names = params.get("ExpressionAttributeNames") or {}
    values = params.get("ExpressionAttributeValues") or {}
    for left, right in re.findall(r"([#\w.-]+)\s*=\s*(:[\w.-]+)", str(params["KeyConditionExpression"])):
        if names.get(left, left) == name and right in values:
            return {"dynamodb:LeadingKeys": (_text(values[right]),)}
    return {}


def _partition_key(situation: Situation, table: Any, index: Any = None) -> str | None:
    return kept.partition_key(situation.account_id, situation.region, str(table), index) if table else None


def _text(value: Any) -> str:
    return str(next(iter(value.values()))) if isinstance(value, Mapping) and value else str(value)


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    table = "/".join(arn.split("/")[:2])
    return dict(pairs(situation.ask("dynamodb", "list_tags_of_resource", ResourceArn=table).get("Tags")))


def _key_of_table(situation: Situation) -> str | None:
    table = situation.ask("dynamodb", "describe_table", TableName=situation.params["TableName"]).get("Table", {})
    key: str | None = table.get("SSEDescription", {}).get("KMSMasterKeyArn")
    return key


def _passed_on(what: str, code: str) -> Words:
    """What DynamoDB passes on of the refusal of KMS, without its request id.

    No page of AWS's has these words: those for a disabled key were reported by users, the others are built after them.
    """
    told = f"KMS key {what} error: {{kms}} (Service: AWSKMS; Status Code: 400; Error Code: {code})"
    return Words("ValidationException", told, 400)


KEY_USE = KeyUse(
    _key_of_table,
    {
        DISABLED: _passed_on("disabled", "DisabledException"),
        PENDING_DELETION: _passed_on("state", "KMSInvalidStateException"),
        GONE: _passed_on("not found", "NotFoundException"),
    },
)

ITEMS = (
    "BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "TransactGetItems",
    "TransactWriteItems", "UpdateItem",
)  # fmt: skip
"""What is counted against a table's throughput."""

THROUGHPUT = Words(
    "ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput for the table was exceeded. "
    "Consider increasing your provisioning level with the UpdateTable API.",
    400,
)
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html"""

SERVICE = Service(
    prefix="dynamodb",
    resources={"table": "table/{TableName}", "arn": "{ResourceArn}", "backup": "{BackupArn}"},
    operations={
        "": "ListTables ListBackups ListGlobalTables DescribeLimits DescribeEndpoints",
        "table": """
            GetItem PutItem UpdateItem DeleteItem CreateTable UpdateTable DeleteTable DescribeTable DescribeTimeToLive
            ListExports ListImports UpdateTimeToLive DescribeContinuousBackups UpdateContinuousBackups CreateBackup
            DescribeKinesisStreamingDestination EnableKinesisStreamingDestination DisableKinesisStreamingDestination
            DescribeContributorInsights UpdateContributorInsights
        """,
        "arn": """
            TagResource UntagResource ListTagsOfResource GetResourcePolicy PutResourcePolicy DeleteResourcePolicy
        """,
        "backup": "DescribeBackup DeleteBackup",
    },
    several={
        "Query": _read("Query"),
        "Scan": _read("Scan"),
        "BatchGetItem": _batch_get,
        "BatchWriteItem": _batch_write,
        "TransactGetItems": _transact,
        "TransactWriteItems": _transact,
        "ExecuteStatement": _statement,
        "BatchExecuteStatement": _statement,
        "ExecuteTransaction": _statement,
    },
    keys=_keys,
    tags=_tags,
    policy=kept.policy,
    policies=kept.policies,
    encrypts=True,
    wording=Wording(throttling=dict.fromkeys(ITEMS, THROUGHPUT), trouble="InternalServerError"),
    policy_documents={"PutResourcePolicy": PolicyDocument("Policy", "ValidationException")},
    key_uses=dict.fromkeys(("DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"), KEY_USE),
)
