"""The exercises of the function page: how often Lambda tries, a handler to fix, and a function for a busy day."""

from __future__ import annotations

import json
from typing import Any

from patterns.analysis.cost import cost
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, nothing_open

FAILING = "def handler(event, context):\n    raise RuntimeError('always')\n"
SECRET = "Bearer hunter2"
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    },
}
BUDGET_USD = 14.0
BUSY = {"invocations": 20_000_000, "duration_ms": 50, "log_bytes": 200, "queue_requests": 1000, "traced_percent": 5}
AT_ONCE = 5

LEAKING = """\
import json
import logging

logging.getLogger().setLevel(logging.INFO)


def handler(event, context):
    logging.info(f"Event: {json.dumps(event)}")
    try:
        order = json.loads(event["body"])
        return {"statusCode": 200, "body": json.dumps({"total": total(order)})}
    except ValueError as error:
        return {"statusCode": 400, "body": json.dumps({"error": str(error)})}


def total(order):
    rate = {"standard": "4.50"}[order.get("rate", "standard")]
    return order["quantity"] * int(rate)
"""


class _Code:
    """A function with code that stands in no template of others: the reader's own, or the exercise's."""

    def __init__(self, text: str) -> None:
        self._text = text

    def to_dict(self) -> dict[str, Any]:
        """The smallest template that runs it."""
        role = {"Fn::GetAtt": ["Role", "Arn"]}
        said = {"Runtime": "python3.13", "Handler": "index.handler", "Role": role, "Code": {"ZipFile": self._text}}
        return {"Resources": {"Role": ROLE, "Function": {"Type": "AWS::Lambda::Function", "Properties": said}}}


def _attempts(trial: Trial) -> str:
    if not isinstance(trial.answer, int) or isinstance(trial.answer, bool):
        return "give a whole number"
    stack = trial.deployed(_Code(FAILING))
    name = stack["Function"].physical_id
    trial.aws.administrator("lambda").invoke(FunctionName=name, InvocationType="Event", Payload="{}")
    trial.aws.clock.advance(hours=7)
    made = _log(trial, name).count("START RequestId")
    if trial.answer < made:
        return "there are more: Lambda does not give up at the first error"
    return "there are fewer: after its retries Lambda gives up" if trial.answer > made else ""


def _log(trial: Trial, name: str) -> str:
    found = trial.aws.administrator("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    return "\n".join(event["message"] for event in found)


def _answered(trial: Trial, event: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What the reader's code answers, and its log. Raises what deploying raises."""
    if not isinstance(trial.answer, str) or "def handler" not in trial.answer:
        raise ValueError("give the text of a module with a function called handler")
    name = trial.deployed(_Code(trial.answer))["Function"].physical_id
    said = trial.aws.administrator("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
    found = json.load(said["Payload"])
    answer = found if isinstance(found, dict) and "statusCode" in found else {"statusCode": "no answer", "body": ""}
    return answer, _log(trial, name)


def _no_body(trial: Trial) -> str:
    answer, _ = _answered(trial, {"headers": {}})
    return "" if answer["statusCode"] == 400 else f"the answer is {answer['statusCode']}"


def _priced(trial: Trial) -> str:
    answer, _ = _answered(trial, {"body": '{"quantity": 2}'})
    if answer["statusCode"] != 200:
        return f"the answer is {answer['statusCode']}"
    total = json.loads(answer["body"]).get("total")
    return "" if total == 9 else f"the total is {total}"


def _hidden(trial: Trial) -> str:
    answer, _ = _answered(trial, {"body": '{"quantity": 2, "rate": "night"}'})
    return "the caller reads the name that our table lacks" if "night" in str(answer["body"]) else ""


def _silent(trial: Trial) -> str:
    _, log = _answered(trial, {"headers": {"Authorization": SECRET}, "body": '{"quantity": 2}'})
    return "the log holds the caller's authorization" if SECRET in log else ""


def _cheap(trial: Trial) -> str:
    estimate = cost(trial.resolved, BUSY)
    functions = [item for item in estimate.items if item.type == "AWS::Lambda::Function"]
    if not functions:
        return "it has no AWS::Lambda::Function"
    return "" if estimate.monthly_usd <= BUDGET_USD else f"it comes to ${estimate.monthly_usd:.2f}"


def _limited(trial: Trial) -> str:
    resources = [resource for resource in trial.resolved.resources.values() if resource.type == "AWS::Lambda::Function"]
    if not resources:
        return "it has no AWS::Lambda::Function"
    most = trial.stack[resources[0].logical_id].actual.get("ReservedConcurrentExecutions")
    return "" if most == AT_ONCE else f"the function reserves {most or 'nothing'}"


EXERCISES = (
    Exercise(
        name="how_often_lambda_tries",
        kind=Kind.PREDICT,
        question=(
            "A function raises an error whatever it is called with. It is called asynchronously, once, with no retry "
            "settings. How many times does Lambda run it?"
        ),
        conditions=(Condition("the log shows as many attempts as you said", _attempts),),
        hints=(
            "An asynchronous caller does not see the error: somebody else must retry.",
            "Lambda makes the first attempt, and then two retries.",
        ),
    ),
    Exercise(
        name="mend_the_handler",
        kind=Kind.FIX,
        question=(
            "This handler answers orders. Fix its code, the text of a module, so that a quantity of 2 costs 9, a "
            "request without a body is the caller's mistake (400), an unknown rate is answered without revealing what "
            "failed inside, and no authorization header reaches the log."
        ),
        conditions=(
            Condition("a good order is priced", _priced),
            Condition("a request without a body is a 400", _no_body),
            Condition("an internal error is not shown to the caller", _hidden),
            Condition("no authorization reaches the log", _silent),
        ),
        hints=(
            "`int` takes no decimal point; prices in cents need none.",
            'Look for the body with `event.get("body")` before you read it.',
            "Log the fields you name, not everything there is.",
        ),
        start=LEAKING,
    ),
    Exercise(
        name="a_function_for_a_busy_day",
        kind=Kind.BUILD,
        question=(
            "Build a function, with the recipe or by hand, for 20 million calls a month of 50 ms each and 4 GB of logs "
            f"at ${BUDGET_USD:.0f} a month or less. At most {AT_ONCE} calls may run at once; no finding may be open."
        ),
        conditions=(
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _cheap),
            Condition(f"{AT_ONCE} calls at once are reserved, and no more", _limited),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Memory times seconds is the larger half of the bill: turn the memory down.",
            "Reserved concurrency is a limit as well as a guarantee.",
        ),
    ),
)
