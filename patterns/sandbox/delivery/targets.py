"""Handing something to a target, as a service for one of its resources or in a role: who may, and how each takes it.

A service without a role needs the target's own policy, asked here; what a role may is for the gateway to decide.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from botocore.exceptions import ClientError

from patterns.iam.service_access import ServiceRequest, lets_service
from patterns.sandbox.delivery.roles import NotTrusted
from patterns.sandbox.services.aws_lambda.patches import invocation
from patterns.sandbox.services.sqs.patches import speed

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

SERVER_ERROR = 500
THROTTLING = ("Throttl", "TooManyRequests", "LimitExceeded", "SlowDown", "ProvisionedThroughputExceeded")


class Undelivered(Exception):
    """A target did not take it. `code` is EventBridge's, and `is_final` where trying again is of no use."""

    def __init__(self, code: str, message: str, *, is_final: bool = True) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.is_final = is_final


@dataclass(frozen=True)
class Sender:
    """In whose name something is sent: a service for a resource of its own, perhaps in a role."""

    service: str
    source_arn: str
    role: str | None = None


@dataclass(frozen=True)
class Parcel:
    """What is sent: a text, and what a queue or a topic may want beside it."""

    body: str
    group_id: str | None = None
    deduplication_id: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


def may_send(account: Sandbox, sender: Sender, arn: str) -> bool:
    """Whether the policy of a function, queue or topic lets the sender hand something to it."""
    kind = _KINDS[_service(arn)]
    try:
        return _is_let(account, sender, kind, arn)
    except (ClientError, Undelivered):
        return False


def send(account: Sandbox, sender: Sender, arn: str, parcel: Parcel) -> None:
    """Hand a parcel to a target by its ARN. Raises `Undelivered`."""
    kind = _KINDS.get(_service(arn))
    if kind is None:
        raise Undelivered("SDK_CLIENT_ERROR", f"the sandbox has no target {arn}")
    try:
        client = _client(account, sender, kind, arn)
        kind.hand(account, client, arn, parcel)
    except ClientError as error:
        raise undelivered(error) from None


def undelivered(error: ClientError) -> Undelivered:
    """The refusal of a target in EventBridge's words; throttling and faults of the service are worth another try."""
    said, status = error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    code, message = said.get("Code", ""), f"{said.get('Code', '')}: {said.get('Message', '')}"
    if any(word in code for word in THROTTLING):
        return Undelivered("THROTTLING", message, is_final=False)
    if status >= SERVER_ERROR:
        return Undelivered("ERROR_FROM_TARGET", message, is_final=False)
    if "AccessDenied" in code or "NotAuthorized" in code:
        return Undelivered("NO_PERMISSIONS", message)
    if "NotFound" in code or "NonExistent" in code or "DoesNotExist" in code:
        return Undelivered("NO_RESOURCE", message)
    return Undelivered("SDK_CLIENT_ERROR", message)


@dataclass(frozen=True)
class _Kind:
    """One kind of target: boto3's client, the action its policy must allow, where that policy is, how it is called."""

    client: str
    action: str
    policy: Callable[[Sandbox, str], Mapping[str, Any]] | None
    hand: Callable[[Sandbox, Any, str, Parcel], object]


def _client(account: Sandbox, sender: Sender, kind: _Kind, arn: str) -> Any:
    if sender.role:
        try:
            return account.roles.client(kind.client, sender.role, sender.service, sender.source_arn)
        except NotTrusted as error:
            raise Undelivered("NO_PERMISSIONS", str(error)) from None
    if not _is_let(account, sender, kind, arn):
        message = f"{sender.service} is not authorized to perform: {kind.action} on resource: {arn}"
        raise Undelivered("NO_PERMISSIONS", message)
    return account.service(kind.client)


def _is_let(account: Sandbox, sender: Sender, kind: _Kind, arn: str) -> bool:
    if kind.policy is None:
        return _service(arn) == "events"  # another bus of the account; what else has no policy needs a role
    # A policy of logs is about streams, of which the event will make one.
    resource = f"{arn.removesuffix(':*')}:log-stream:new" if _service(arn) == "logs" else arn
    request = ServiceRequest(sender.service, kind.action, resource, sender.source_arn, account.account_id)
    return lets_service(kind.policy(account, arn), request)


def _function_policy(account: Sandbox, arn: str) -> Mapping[str, Any]:
    name, _, qualifier = arn.partition(":function:")[2].partition(":")
    if invocation.find(account.account_id, account.region, name, qualifier or None) is None:
        raise Undelivered("NO_RESOURCE", f"Function not found: {arn}")
    named = {"FunctionName": name} | ({"Qualifier": qualifier} if qualifier else {})
    return _parsed(account.observer("lambda").get_policy, "Policy", **named)


def _queue_policy(account: Sandbox, arn: str) -> Mapping[str, Any]:
    _, _, _, region, owner, name = arn.split(":", 5)
    policy = speed.policy(owner, region, name)
    if policy is None:
        raise Undelivered("NO_RESOURCE", f"Queue not found: {arn}")
    found: Mapping[str, Any] = json.loads(policy)
    return found


def _topic_policy(account: Sandbox, arn: str) -> Mapping[str, Any]:
    told = account.observer("sns").get_topic_attributes(TopicArn=arn)
    found: Mapping[str, Any] = json.loads(told["Attributes"].get("Policy", "{}"))
    return found


def _log_policy(account: Sandbox, arn: str) -> Mapping[str, Any]:
    policies = account.observer("logs").describe_resource_policies()["resourcePolicies"]
    return {"Statement": [one for each in policies for one in json.loads(each["policyDocument"])["Statement"]]}


def _parsed(operation: Callable[..., Any], key: str, **named: str) -> Mapping[str, Any]:
    """A policy by the call that tells it; an empty one where there is none."""
    try:
        found: Mapping[str, Any] = json.loads(operation(**named)[key])
    except ClientError:
        return {}
    return found


def _to_function(account: Sandbox, client: Any, arn: str, parcel: Parcel) -> None:
    """An asynchronous invocation; what comes of it is Lambda's business, not the sender's."""
    require_json(parcel.body)
    client.invoke(FunctionName=arn, InvocationType="Event", Payload=parcel.body.encode())


def _to_queue(account: Sandbox, client: Any, arn: str, parcel: Parcel) -> None:
    order = {"MessageGroupId": parcel.group_id, "MessageDeduplicationId": parcel.deduplication_id}
    wanted: dict[str, Any] = {name: value for name, value in order.items() if value}
    if parcel.attributes:
        wanted["MessageAttributes"] = parcel.attributes
    client.send_message(QueueUrl=queue_url(arn), MessageBody=parcel.body, **wanted)


def _to_topic(account: Sandbox, client: Any, arn: str, parcel: Parcel) -> None:
    order = {"MessageGroupId": parcel.group_id} if parcel.group_id else {}
    client.publish(TopicArn=arn, Message=parcel.body, **order)


def _to_machine(account: Sandbox, client: Any, arn: str, parcel: Parcel) -> None:
    require_json(parcel.body)
    client.start_execution(stateMachineArn=arn, input=parcel.body)


def _to_logs(account: Sandbox, client: Any, arn: str, parcel: Parcel) -> None:
    """A stream of its own for each event."""
    group = arn.split(":log-group:")[1].removesuffix(":*")
    drawn = account.chance.generator("log stream", arn, parcel.body).getrandbits(128)
    where = {"logGroupName": group, "logStreamName": str(UUID(int=drawn, version=4))}
    client.create_log_stream(**where)
    now = int(account.clock.time() * 1000)
    client.put_log_events(**where, logEvents=[{"timestamp": now, "message": parcel.body}])


def _to_bus(account: Sandbox, client: Any, arn: str, parcel: Parcel) -> None:
    event = json.loads(parcel.body)
    entry = {
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
        "Resources": event["resources"],
        "EventBusName": arn,
    }
    client.put_events(Entries=[entry])


def require_json(body: str) -> None:
    """Raise `Undelivered` unless the body is JSON, which some targets take nothing else than."""
    try:
        json.loads(body)
    except ValueError:
        raise Undelivered("INVALID_JSON", f"the input is not JSON: {body[:200]}") from None


def queue_url(arn: str) -> str:
    """The address of a queue, which its ARN spells."""
    _, _, _, region, account, name = arn.split(":", 5)
    return f"https://sqs.{region}.amazonaws.com/{account}/{name}"


def _service(arn: str) -> str:
    return arn.split(":")[2] if arn.count(":") >= 5 else ""


_KINDS: Mapping[str, _Kind] = {
    "lambda": _Kind("lambda", "lambda:InvokeFunction", _function_policy, _to_function),
    "sqs": _Kind("sqs", "sqs:SendMessage", _queue_policy, _to_queue),
    "sns": _Kind("sns", "sns:Publish", _topic_policy, _to_topic),
    "states": _Kind("stepfunctions", "states:StartExecution", None, _to_machine),
    "logs": _Kind("logs", "logs:PutLogEvents", _log_policy, _to_logs),
    "events": _Kind("events", "events:PutEvents", None, _to_bus),
}
