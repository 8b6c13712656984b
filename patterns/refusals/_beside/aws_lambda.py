"""What Lambda refuses of functions, mappings and versions beside roles, queues and tables of the template."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal
from patterns.refusals._beside import Declared, Others, Relation, identity, referred
from patterns.refusals._beside._roles import distrusts, lacks
from patterns.refusals.aws_lambda import roles, sources
from patterns.refusals.aws_lambda.settings import INVALID

FUNCTION, QUEUE, TABLE, TOPIC = "AWS::Lambda::Function", "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::SNS::Topic"
SOURCES = {
    QUEUE: "arn:aws:sqs:us-east-1:123456789012:queue",
    TABLE: "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/s",
    "AWS::Kinesis::Stream": "arn:aws:kinesis:us-east-1:123456789012:stream/s",
}  # fmt: skip
"""Type of a source in the template -> an ARN of its kind."""
USUAL_VISIBILITY, USUAL_TIMEOUT = 30, 3


def _role(function: Declared, others: Others) -> Iterator[Refusal]:
    if distrusts(others, function.asked["Role"], roles.PRINCIPAL):
        yield INVALID, roles.NOT_ASSUMED


def _network(function: Declared, others: Others) -> Iterator[Refusal]:
    """A function in subnets needs a network interface, which its role makes."""
    if (function.asked.get("VpcConfig") or {}).get("SubnetIds"):
        needed = [f"ec2:{name}" for name in roles.NETWORK_ACTIONS]
        if action := lacks(others, function.asked["Role"], *needed):
            yield INVALID, roles.powerless(action, "EC2")


def _dead_letters(function: Declared, others: Others) -> Iterator[Refusal]:
    target = (function.asked.get("DeadLetterConfig") or {}).get("TargetArn")
    if others.target(target, FUNCTION):
        yield INVALID, f"Invalid dead letter ARN: {identity(target)}. Only SQS queues and SNS topics are supported."
    for type_name, action, said in ((QUEUE, "sqs:SendMessage", "SQS"), (TOPIC, "sns:Publish", "SNS")):
        is_asked = others.target(target, type_name) is not None and _is_up_to_role(others, type_name)
        if is_asked and lacks(others, function.asked["Role"], action):
            yield INVALID, roles.powerless(action, said)


def _is_up_to_role(others: Others, type_name: str) -> bool:
    """Whether no policy of a queue or topic in the template may let a role in, in its stead."""
    return not others.of_type({QUEUE: "AWS::SQS::QueuePolicy", TOPIC: "AWS::SNS::TopicPolicy"}[type_name])


def _queue(mapping: Declared, others: Others) -> Iterator[Refusal]:
    function = others.target(mapping.asked["FunctionName"], FUNCTION)
    queue = others.target(mapping.asked.get("EventSourceArn"), QUEUE)
    if function is None or queue is None:
        return
    needed = [f"sqs:{name}" for name in roles.QUEUE_ACTIONS]
    action = lacks(others, function.asked["Role"], *needed) if _is_up_to_role(others, QUEUE) else None
    if action:
        yield INVALID, roles.may_not_receive(action)
    visible = int(queue.asked.get("VisibilityTimeout", USUAL_VISIBILITY))
    timeout = int(function.asked.get("Timeout", USUAL_TIMEOUT))
    if visible < timeout:
        yield INVALID, roles.hidden_too_shortly(visible, timeout)


def _stream(mapping: Declared, others: Others) -> Iterator[Refusal]:
    """The ARN of a table is not that of its stream; and each kind of source has settings of its own."""
    source = mapping.asked.get("EventSourceArn")
    reference = referred(source)
    for type_name, arn in SOURCES.items():
        other = others.target(source, type_name)
        if other is not None:
            end = ".fifo" if other.asked.get("FifoQueue") else ""
            yield from sources.wrong_for_source(mapping.asked, f"{arn}{end}", is_new=True)
    if others.target(source, TABLE) and reference and reference[1] == "Arn":
        yield "InvalidParameterValueException", "Invalid EventSourceArn"


def _second(mapping: Declared, others: Others) -> Iterator[Refusal]:
    other = others.before(mapping, sharing=("EventSourceArn", "FunctionName"))
    if other is not None and mapping.asked.get("EventSourceArn") is not None:
        source, function = (str(identity(mapping.asked[name])) for name in ("EventSourceArn", "FunctionName"))
        yield "ResourceConflictException", roles.mapped_already(source, function, other.logical_id)


def _version(version: Declared, others: Others) -> Iterator[Refusal]:
    """Nothing changes between two versions of one deployment.

    In the words of https://github.com/aws-samples/siem-on-amazon-opensearch-service/issues/261.
    """
    if other := others.before(version, sharing=("FunctionName",)):
        message = "A version for this Lambda function exists"
        yield "AlreadyExists", f"{message} ( {other.logical_id} ). Modify the function to create a new version."


def _alias(alias: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(alias, sharing=("FunctionName", "Name")):
        yield "AlreadyExists", f"Alias already exists: {alias.asked['Name']}"


def _url(url: Declared, others: Others) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html."""
    if url.asked.get("Qualifier") is None and others.before(url, sharing=("TargetFunctionArn",)):
        yield "AlreadyExists", "FunctionUrlConfig exists for this Lambda function"


TYPES: dict[str, tuple[Relation, ...]] = {
    FUNCTION: (_role, _network, _dead_letters),
    "AWS::Lambda::EventSourceMapping": (_stream, _second, _queue),
    "AWS::Lambda::Version": (_version,),
    "AWS::Lambda::Alias": (_alias,),
    "AWS::Lambda::Url": (_url,),
}
