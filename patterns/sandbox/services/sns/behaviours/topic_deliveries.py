"""Topics bring their messages to queues and functions, where these let them, or to the subscription's dead letters.

https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html,
https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
Not modelled: e-mail, SMS, HTTP and Firehose. Simplified: signatures are drawn and verify nothing; where AWS tries again
for 23 days, the sandbox does for some hours.
"""

from __future__ import annotations

import base64
import json
from functools import partial
from typing import Any
from uuid import UUID

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.retries import Delivery, Failure, Retries, begin, bury
from patterns.sandbox.delivery.targets import Parcel, Sender, send
from patterns.sandbox.services.sns.patches import deliveries
from patterns.sandbox.services.sns.patches.deliveries import Notification

SERVICE = "sns.amazonaws.com"
RETRIES = Retries(most=50, oldest_seconds=23 * 86400)
SIGNATURE_BYTES = 256


def install(account: Account) -> None:
    """Take on what topics have for their subscriptions."""
    account.ending.callback(deliveries.listen(partial(_heard, account)))


def _heard(account: Account, told: Notification) -> None:
    is_here = told.topic_arn.split(":")[3] == account.region
    if account.gateway.ended or not is_here or told.protocol not in ("sqs", "lambda"):
        return
    sender = Sender(SERVICE, told.topic_arn)
    parcel = _queued(account, told) if told.protocol == "sqs" else Parcel(_event(account, told))
    delivery = Delivery(
        lambda number: send(account, sender, told.endpoint, parcel),
        partial(_given_up, account, sender, told, parcel),
        f"a message of the topic {told.topic_arn.rpartition(':')[2]}",
        RETRIES,
    )
    begin(account, delivery)


def _given_up(account: Account, sender: Sender, told: Notification, parcel: Parcel, failure: Failure) -> None:
    """https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html."""
    said = told.settings.get("RedrivePolicy")
    if not said:
        return
    queue = (json.loads(said) if isinstance(said, str) else said).get("deadLetterTargetArn")
    body = parcel.body if told.protocol == "sqs" else _enveloped(account, told)
    about = {"ErrorCode": failure.error.code, "ErrorMessage": failure.error.message}
    bury(account, sender, queue, body, about)


def _queued(account: Account, told: Notification) -> Parcel:
    """What a queue gets: the message alone, with its attributes, or all there is to say in JSON.

    https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
    """
    if str(told.settings.get("RawMessageDelivery", "")).lower() != "true":
        return Parcel(_enveloped(account, told), told.group_id, told.deduplication_id)
    attributes = {name: _attribute(value["Type"], value["Value"]) for name, value in told.attributes.items()}
    return Parcel(told.message, told.group_id, told.deduplication_id, attributes)


def _attribute(kind: str, value: Any) -> dict[str, Any]:
    if kind.startswith("Binary"):
        return {"DataType": kind, "BinaryValue": base64.b64decode(value)}
    return {"DataType": kind, "StringValue": str(value)}


def _enveloped(account: Account, told: Notification) -> str:
    """https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html."""
    about = {"Type": "Notification", **_facts(account, told, "SigningCertURL", "UnsubscribeURL")}
    return json.dumps(about, indent=2, separators=(",", " : "))


def _event(account: Account, told: Notification) -> str:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html."""
    facts = _facts(account, told, "SigningCertUrl", "UnsubscribeUrl")
    record = {
        "EventVersion": "1.0",
        "EventSubscriptionArn": told.subscription_arn,
        "EventSource": "aws:sns",
        "Sns": {"Type": "Notification", "Subject": None, "MessageAttributes": {}, **facts},
    }
    return json.dumps({"Records": [record]})


def _facts(account: Account, told: Notification, certificate: str, unsubscribe: str) -> dict[str, Any]:
    """What both forms say, in the order of the service; they spell the addresses differently."""
    now, drawn = account.clock.now, account.chance.generator("signature", told.topic_arn, told.message_id)
    host = f"https://sns.{account.region}.amazonaws.com"
    key = UUID(int=drawn.getrandbits(128)).hex
    facts: dict[str, Any] = {"MessageId": told.message_id, "TopicArn": told.topic_arn}
    if told.subject:
        facts["Subject"] = told.subject
    facts |= {
        "Message": told.message,
        "Timestamp": f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z",
        "SignatureVersion": told.signature_version,
        "Signature": base64.b64encode(drawn.randbytes(SIGNATURE_BYTES)).decode(),
        certificate: f"{host}/SimpleNotificationService-{key}.pem",
        unsubscribe: f"{host}/?Action=Unsubscribe&SubscriptionArn={told.subscription_arn}",
    }
    if told.attributes:
        facts["MessageAttributes"] = {
            name: {"Type": value["Type"], "Value": str(value["Value"])} for name, value in told.attributes.items()
        }
    return facts
