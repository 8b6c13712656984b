"""Amazon S3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.knowledge import BELONGS_TO, DECLARED, About, Family, ResourcePolicy, Service
from patterns.knowledge._facts import chosen
from patterns.template.properties import at, entries

SERVICE = Service("S3", Family.STORAGE)
RULE = ("BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault")


def _encryption(properties: Mapping[str, Any]) -> Iterator[str]:
    if algorithm := at(properties, *RULE, "SSEAlgorithm"):
        yield "KMS key" if str(algorithm).startswith("aws:kms") else str(algorithm)


def _lock(properties: Mapping[str, Any]) -> Iterator[str]:
    if mode := at(properties, "ObjectLockConfiguration", "Rule", "DefaultRetention", "Mode"):
        yield f"locked ({str(mode).lower()})"


def _expiry(properties: Mapping[str, Any]) -> Iterator[str]:
    for rule in entries(at(properties, "LifecycleConfiguration", "Rules")):
        if days := at(rule, "ExpirationInDays"):
            yield f"kept {days} days"


def _statements(properties: Mapping[str, Any]) -> Iterator[str]:
    for statement in entries(at(properties, "PolicyDocument", "Statement")):
        service = at(statement, "Principal", "Service")
        if at(statement, "Condition", "Bool", "aws:SecureTransport") is not None:
            yield "denies plain HTTP"
        elif service == "logging.s3.amazonaws.com":
            yield "lets S3 deliver logs"
        elif isinstance(service, str):
            yield f"lets {service.split('.')[0]} in"


TYPES: Mapping[str, About] = {
    "AWS::S3::Bucket": About(
        noun="S3 bucket",
        family=Family.STORAGE,
        references={
            "LoggingConfiguration.DestinationBucketName": "access logs",
            "BucketEncryption.*": "encrypted by",
            "ReplicationConfiguration.Rules.*": "replicates",
            "NotificationConfiguration.*": "notifies",
        },
        facts=(
            chosen("VersioningConfiguration", "Status", value="Enabled", words="versioned"),
            _encryption,
            _lock,
            _expiry,
        ),
        lost="if it holds objects, deletion fails and it stays",
    ),
    "AWS::S3::BucketPolicy": About(
        noun="bucket policy",
        family=Family.SECURITY,
        references={"Bucket": BELONGS_TO, "*": None},
        facts=(_statements,),
        lost=DECLARED,
        policy=ResourcePolicy("PolicyDocument", on="Bucket"),
        free="https://aws.amazon.com/s3/pricing/",
    ),
}
