"""The policies that resources carry, as moto keeps them: read at every decision, so nothing is remembered here.

Not modelled: policies of layers, of log groups towards users, of access points, vaults and repositories.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from patterns.iam import Grant
from patterns.sandbox.services.iam.patches import identities

Reader = Callable[[str, str, str], "str | Mapping[str, Any] | None"]
"""From (account, region, what follows the account in the ARN) to the policy."""


def policy(account_id: str, region: str, arn: str) -> Any:
    """The policy of the resource with this ARN, as a document or its text; None where it has none."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] not in READERS:
        return None
    return READERS[parts[2]](parts[4] or account_id, parts[3] or region, parts[5])


def grants(account_id: str, region: str, arn: str) -> tuple[Grant, ...]:
    """The grants of a KMS key; none for what is no key."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] != "kms":
        return ()
    key = _key(account_id, parts[3] or region, parts[5])
    return tuple(_grant(one) for one in key.grants.values()) if key else ()


def public_access_block(account_id: str, arn: str) -> dict[str, bool] | None:
    """The four settings that hold for the bucket an ARN is in; None for what is no bucket."""
    if not arn.startswith("arn:aws:s3:::"):
        return None
    found = getattr(_bucket(account_id, arn.split(":", 5)[5]), "public_access_block", None)
    if found is None:
        return None
    return {
        "BlockPublicAcls": found.block_public_acls,
        "IgnorePublicAcls": found.ignore_public_acls,
        "BlockPublicPolicy": found.block_public_policy,
        "RestrictPublicBuckets": found.restrict_public_buckets,
    }


def may_bind(account_id: str, region: str, service: str) -> bool:
    """Whether a resource of the service has a policy by which an administrator could be refused: a quick look."""
    return any(_limits(text) for text in _LISTED.get(service, _nothing)(account_id, region) if text)


def _nothing(account_id: str, region: str) -> Iterator[Any]:
    yield from ()


@lru_cache(maxsize=4096)
def _limits(text: str) -> bool:
    """Whether a policy denies something, or is a key's that does not leave everything to the account."""
    return "Deny" in text or ("kms:" in text and not ('"kms:*"' in text and ":root" in text))


def _buckets(account_id: str, region: str) -> Iterator[Any]:
    s3 = _existing("s3", account_id, "aws")
    for bucket in s3.buckets.values() if s3 else ():
        if bucket.policy:
            yield bucket.policy.decode()
    yield from _keys(account_id, region)


def _keys(account_id: str, region: str) -> Iterator[Any]:
    kms = _existing("kms", account_id, region)
    for key in kms.keys.values() if kms else ():
        yield key.policy


def _with_keys(service: str, collection: str, attribute: str = "policy") -> Callable[[str, str], Iterator[Any]]:
    def listed(account_id: str, region: str) -> Iterator[Any]:
        backend = _existing(service, account_id, region)
        for one in getattr(backend, collection).values() if backend else ():
            found = getattr(one, attribute)
            yield found if isinstance(found, str) else json.dumps(found) if found else None
        yield from _keys(account_id, region)

    return listed


_LISTED: Mapping[str, Callable[[str, str], Iterator[Any]]] = {
    "s3": _buckets,
    "kms": _keys,
    "sqs": _with_keys("sqs", "queues"),
    "sns": _with_keys("sns", "topics"),
    "secretsmanager": _with_keys("secretsmanager", "secrets"),
    "dynamodb": _with_keys("dynamodb", "resource_policies", "policy_doc"),
    "events": _with_keys("events", "event_buses"),
    "ssm": _keys,
}


def _of_bucket(account_id: str, region: str, path: str) -> str | None:
    found = getattr(_bucket(account_id, path), "policy", None)
    return found.decode() if found else None


def _bucket(account_id: str, path: str) -> Any:
    return _s3(account_id).buckets.get(path.partition("/")[0])


def bucket_exists(account_id: str, bucket: str) -> bool:
    """Whether the account has a bucket of this name."""
    return bucket in _s3(account_id).buckets


def object_exists(account_id: str, bucket: str, key: str) -> bool:
    """Whether a bucket has a current version of this object that is no delete marker; False without the bucket."""
    found = _s3(account_id).buckets.get(bucket)
    kept = found.keys.get(key) if found else None
    return kept is not None and type(kept).__name__ != "FakeDeleteMarker"


def is_public_object(account_id: str, bucket: str, key: str) -> bool:
    """Whether an object's ACL lets everybody read it."""
    found = _s3(account_id).buckets.get(bucket)
    kept = found.keys.get(key) if found else None
    acl = getattr(kept, "acl", None)
    return bool(acl and acl.public_read)


def encryption_key(account_id: str, bucket: str, key: str | None = None) -> tuple[str | None, bool]:
    """The KMS key of an object, or the one by which a bucket encrypts, and whether there is a bucket key."""
    found = _s3(account_id).buckets.get(bucket)
    if found is None:
        return None, False
    if key is not None:
        kept = found.keys.get(key)
        kms = getattr(kept, "encryption", None) == "aws:kms"
        return (getattr(kept, "kms_key_id", None) if kms else None), bool(getattr(kept, "bucket_key_enabled", False))
    rule = (found.encryption or {}).get("Rule") or {}
    rule = rule[0] if isinstance(rule, list) else rule
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    return default.get("KMSMasterKeyID"), str(rule.get("BucketKeyEnabled")).lower() == "true"


def _of_queue(account_id: str, region: str, name: str) -> str | None:
    return getattr(_backend("sqs", account_id, region).queues.get(name), "policy", None) or None


def _of_topic(account_id: str, region: str, name: str) -> str | None:
    topics = _backend("sns", account_id, region).topics
    return getattr(topics.get(f"arn:aws:sns:{region}:{account_id}:{name}"), "policy", None)


def _of_key(account_id: str, region: str, path: str) -> str | None:
    return getattr(_key(account_id, region, path), "policy", None)


def _key(account_id: str, region: str, path: str) -> Any:
    kind, _, name = path.partition("/")
    return _backend("kms", account_id, region).keys.get(name) if kind == "key" else None


def key_arn(account_id: str, region: str, named: str) -> str | None:
    """The ARN of a KMS key by its id, ARN, or alias; None where there is none, and for the keys AWS manages."""
    backend = _backend("kms", account_id, region)
    name = named.split(":", 5)[5] if named.startswith("arn:") else named
    if name.startswith("alias/"):
        found = next((key for key in backend.keys.values() if name in key.aliases), None)
        return None if name.startswith("alias/aws/") else getattr(found, "arn", None)
    found = backend.keys.get(name.removeprefix("key/"))
    if found is not None and any(alias.startswith("alias/aws/") for alias in found.aliases):
        return None
    return getattr(found, "arn", None)


def key_of_queue(account_id: str, region: str, name: str) -> str | None:
    """The KMS key by which a queue encrypts."""
    return getattr(_backend("sqs", account_id, region).queues.get(name), "kms_master_key_id", None) or None


def key_of_topic(account_id: str, region: str, arn: str) -> str | None:
    """The KMS key by which a topic encrypts."""
    return getattr(_backend("sns", account_id, region).topics.get(arn), "kms_master_key_id", None) or None


def secret(account_id: str, region: str, named: str) -> tuple[str | None, str | None]:
    """(ARN, KMS key) of a secret by its name, ARN, or ARN without the end that is drawn; None for what is not there."""
    found = _secret(account_id, region, named)
    return (str(found.arn), found.kms_key_id) if found else (None, None)


def _secret(account_id: str, region: str, named: str) -> Any:
    secrets = _backend("secretsmanager", account_id, region).secrets
    try:
        return secrets.get(named)
    except (KeyError, IndexError):
        return None


def _of_secret(account_id: str, region: str, path: str) -> str | None:
    found = _secret(account_id, region, f"arn:aws:secretsmanager:{region}:{account_id}:{path}")
    return getattr(found, "policy", None)


def _of_table(account_id: str, region: str, path: str) -> str | None:
    arn = f"arn:aws:dynamodb:{region}:{account_id}:{'/'.join(path.split('/')[:2])}"
    return getattr(_backend("dynamodb", account_id, region).resource_policies.get(arn), "policy_doc", None)


def partition_key(account_id: str, region: str, table: str, index: str | None = None) -> str | None:
    """The attribute by which a table, or its index, is divided; None where there is no such one."""
    found = _backend("dynamodb", account_id, region).tables.get(table.rpartition("/")[2])
    if found is not None and index:
        found = next((one for one in (*found.global_indexes, *found.indexes) if one.name == index), None)
    schema = getattr(found, "schema", None) or ()
    return next((str(one["AttributeName"]) for one in schema if one["KeyType"] == "HASH"), None)


def _of_function(account_id: str, region: str, path: str) -> Mapping[str, Any] | None:
    from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException

    kind, _, name = path.partition(":")
    if kind != "function":
        return None
    name, _, qualifier = name.partition(":")
    try:
        found = _backend("awslambda", account_id, region).get_function(name, qualifier or None)
    except (UnknownAliasException, UnknownFunctionException):
        return None
    statements = [_with_principal(one) for one in found.policy.statements]
    return {"Version": "2012-10-17", "Statement": statements} if statements else None


def _with_principal(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """A statement of a function's policy, in which moto leaves the ARN or the number of an account as it was given."""
    named = statement.get("Principal")
    return {**statement, "Principal": {"AWS": named}} if isinstance(named, str) and named != "*" else statement


def _of_bus(account_id: str, region: str, path: str) -> str | None:
    kind, _, name = path.partition("/")
    buses = _backend("events", account_id, region).event_buses
    return getattr(buses.get(name), "policy", None) if kind == "event-bus" else None


def _of_role(account_id: str, region: str, path: str) -> str | None:
    return identities.trust(account_id, f"arn:aws:iam::{account_id}:{path}") if path.startswith("role/") else None


def _grant(found: Any) -> Grant:
    constraints = found.constraints or {}
    return Grant(
        grantee=found.grantee_principal,
        operations=frozenset(found.operations or ()),
        context_equals=constraints.get("EncryptionContextEquals"),
        context_subset=constraints.get("EncryptionContextSubset"),
    )


def _s3(account_id: str) -> Any:
    from moto.s3.models import s3_backends

    return s3_backends[account_id]["aws"]


def _existing(service: str, account_id: str, region: str) -> Any:
    """A backend that somebody has used; None else, so that to look loads nothing and makes nothing."""
    module = sys.modules.get(f"moto.{service}.models")
    backends = getattr(module, f"{service}_backends", None)
    if backends is None or not dict.__contains__(backends, account_id):
        return None
    return dict.get(backends[account_id], region)


def _backend(service: str, account_id: str, region: str) -> Any:
    from moto.backends import get_backend

    return get_backend(service)[account_id][region]


READERS: Mapping[str, Reader] = {
    "s3": _of_bucket,
    "sqs": _of_queue,
    "sns": _of_topic,
    "kms": _of_key,
    "secretsmanager": _of_secret,
    "dynamodb": _of_table,
    "lambda": _of_function,
    "events": _of_bus,
    "iam": _of_role,
}
"""By the service an ARN names."""
