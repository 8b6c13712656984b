"""A log bucket to which nobody lets S3 deliver."""

from __future__ import annotations

from patterns.checks.s3._s3 import LOGGING, log_destination, statements_about
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        destination = log_destination(resolved, bucket)
        if destination is None or at(destination.properties, "AccessControl") == "LogDeliveryWrite":
            continue
        if not any(map(_lets_deliver, statements_about(resolved, destination))):
            yield bucket.logical_id, ("LoggingConfiguration", "DestinationBucketName")


def _lets_deliver(statement: object) -> bool:
    """Whether a statement lets S3 deliver, or only a deployment can tell what it says."""
    if isinstance(statement, Unknown):
        return True
    actions = [str(action).lower() for action in each(at(statement, "Action"))]
    puts = any(action in ("s3:putobject", "s3:put*", "s3:*", "*") for action in actions)
    return at(statement, "Effect") == "Allow" and LOGGING in each(at(statement, "Principal", "Service")) and puts


RULE = Rule(
    id="S3-008",
    title="The access logs never arrive",
    why=(
        "S3 accepts the logging configuration even when the log bucket does not let it deliver: the "
        "call succeeds and no log ever comes. The log bucket needs a policy that allows s3:PutObject "
        "to logging.s3.amazonaws.com."
    ),
    source=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html"),
    pillar=Pillar.SECURITY,
    best_practice="SEC04-BP01",
    severity=Severity.HIGH,
    places=_places,
)
