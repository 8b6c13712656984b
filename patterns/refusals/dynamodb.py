"""What DynamoDB refuses of the keys and indexes of a table.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Question, Refusal

CODE = "ValidationException"
MOST_GLOBAL, MOST_LOCAL = 20, 5
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"""
INVALID = "One or more parameter values were invalid: "
PAIR = ("HASH", "RANGE")
_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")


def name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a table's name, where it is given."""
    given = asked.get("TableName")
    if given is not None and not _NAME.fullmatch(plain := given.rpartition("/")[2]):
        told = f"Invalid table/index name. {plain} must be 3 to 255 characters long, of a-z, A-Z, 0-9, '_', '-' and '.'"
        yield CODE, told


def keys(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a table's keys and indexes."""
    own = asked.get("KeySchema") or []
    here, everywhere = asked.get("LocalSecondaryIndexes") or [], asked.get("GlobalSecondaryIndexes") or []
    for message in (
        *_wrong_keys(own),
        *_wrong_indexes([*here, *everywhere]),
        *_too_many(here, everywhere),
        *_wrong_local(here, own),
        *_wrong_capacity(everywhere, asked.get("BillingMode", "PROVISIONED")),
    ):
        yield CODE, message


def encryption(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSESpecification.html.

    The second and third in the words of github.com/awsdocs/aws-cloudformation-user-guide/pull/1202 and pull/1228.
    """
    wanted = asked.get("SSESpecification") or {}
    is_on = wanted.get("SSEEnabled", wanted.get("Enabled"))
    named = wanted.get("KMSMasterKeyId") or wanted.get("SSEType")
    if is_on is False and named:
        yield CODE, f"{INVALID}SSEType and KMSMasterKeyId cannot be specified when SSEEnabled is false"
    if wanted.get("SSEType") not in (None, "KMS"):
        yield CODE, f"{INVALID}The only valid SSEType is KMS"
    if is_on and wanted.get("KMSMasterKeyId") and wanted.get("SSEType") is None:
        yield CODE, f"{INVALID}SSEType KMS is required if KMSMasterKeyId is specified"


def _too_many(here: Sequence[Any], everywhere: Sequence[Any]) -> Iterator[str]:
    if len(everywhere) > MOST_GLOBAL:
        yield f"{INVALID}GlobalSecondaryIndex count exceeds the per-table limit of {MOST_GLOBAL}"
    if len(here) > MOST_LOCAL:
        yield f"{INVALID}Number of LocalSecondaryIndexes exceeds per-table limit of {MOST_LOCAL}"


def _wrong_keys(keys: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if len(keys) > len(PAIR):
        yield "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: at most 2 elements"
    for order, kind, key in zip(("first", "second"), PAIR, keys, strict=False):
        if key["KeyType"] != kind:
            yield f"Invalid KeySchema: The {order} KeySchemaElement is not a {kind} key type"
    if len({key["AttributeName"] for key in keys}) < len(keys):
        yield "Both the Hash Key and the Range Key element in the KeySchema have the same name"


def _wrong_indexes(indexes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names = [index["IndexName"] for index in indexes]
    for name in names:
        if names.count(name) > 1:
            yield f"{INVALID}Duplicate index name: {name}"
    for index in indexes:
        # An index of CloudFormation's global tables may have several attributes for one key.
        if len(index["KeySchema"]) <= len(PAIR):
            yield from _wrong_keys(index["KeySchema"])
        projection = index.get("Projection") or {}
        kind, is_named = projection.get("ProjectionType"), bool(projection.get("NonKeyAttributes"))
        if kind and is_named != (kind == "INCLUDE"):
            said = "is specified" if is_named else "is not specified"
            yield f"{INVALID}ProjectionType is {kind}, but NonKeyAttributes {said}"


def _wrong_local(indexes: Sequence[Mapping[str, Any]], keys: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if indexes and len(keys) < len(PAIR):
        yield (
            f"{INVALID}Table KeySchema does not have a range key, which is required when specifying a "
            "LocalSecondaryIndex"
        )
    for index in indexes:
        name, own = index["IndexName"], index["KeySchema"]
        if len(own) < len(PAIR):
            yield f"{INVALID}Index KeySchema does not have a range key for index: {name}"
        elif keys and own[0]["AttributeName"] != keys[0]["AttributeName"]:
            yield (
                f"{INVALID}Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                f"{name}. index hash key: {own[0]['AttributeName']}, table hash key: {keys[0]['AttributeName']}"
            )


def _wrong_capacity(indexes: Sequence[Mapping[str, Any]], mode: str) -> Iterator[str]:
    for index in indexes:
        is_given = bool(index.get("ProvisionedThroughput"))
        if mode == "PROVISIONED" and not is_given:
            yield f"{INVALID}ProvisionedThroughput is not specified for index: {index['IndexName']}"
        if mode == "PAY_PER_REQUEST" and is_given:
            yield (
                f"{INVALID}ProvisionedThroughput should not be specified for index: {index['IndexName']} when "
                "BillingMode is PAY_PER_REQUEST"
            )


def _expiry(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TimeToLiveSpecification.html."""
    wanted = asked.get("TimeToLiveSpecification") or {}
    if wanted.get("Enabled") is True and wanted.get("AttributeName") is None:
        yield CODE, "TimeToLiveSpecification needs an AttributeName."


TABLE: tuple[Question, ...] = (name, keys, encryption)
TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::DynamoDB::Table": (*TABLE, _expiry)}
