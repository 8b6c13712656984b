"""In which words Lambda refuses a function's role, and what it feeds on; who has which right is asked elsewhere.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
Messages as users report them: github.com/aws/serverless-application-model/issues/1424,
github.com/anomalyco/sst/issues/5737, github.com/functionalone/serverless-iam-roles-per-function/issues/21.
"""

from __future__ import annotations

PRINCIPAL = "lambda.amazonaws.com"
NOT_ASSUMED = "The role defined for the function cannot be assumed by Lambda."
NETWORK_ACTIONS = ("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface")
QUEUE_ACTIONS = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")


def powerless(action: str, service: str) -> str:
    """The role lacks an action, such as sqs:SendMessage, on a service, as messages name it."""
    return f"The provided execution role does not have permissions to call {action.partition(':')[2]} on {service}"


def may_not_receive(action: str) -> str:
    """The role lacks an action on the queue that feeds the function."""
    return f"The function execution role does not have permissions to call {action.rpartition(':')[2]} on SQS"


def hidden_too_shortly(visible: int, timeout: int) -> str:
    """A message comes back before the function has timed out; both in seconds."""
    return f"Queue visibility timeout: {visible} seconds is less than Function timeout: {timeout} seconds"


def mapped_already(source: str, function: str, there: str, kind: str = "SQS") -> str:
    """A function has one mapping of a source."""
    return (
        f'An event source mapping with {kind} arn (" {source} ") and function (" {function} ") already exists. '
        f"Please update or delete the existing mapping with UUID {there}"
    )
