"""The exercises of the function page: how often Lambda tries, a handler to fix, and a function for a busy day."""

from __future__ import annotations

import json
from typing import Any

from patterns.analysis.cost import cost
from patterns.exercises._numbers import compared, forecast
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Lacking, Trial, first, nothing_open

FAILING = "def handler(event, context):\n    raise RuntimeError('always')\n"
SECRET = "Bearer hunter2"
FUNCTION = "AWS::Lambda::Function"
PRICES = {quantity: 4.5 * quantity for quantity in (2, 1, 3, 10, 7, 23, 88)}
STRANGE = "night\n"
"""A rate that there is not; an error shows its line end as two characters, and words about it do not."""
INSIDE = ("KeyError", "Traceback", "index.py", "/var/task")
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
    said = forecast(trial)
    name = trial.deployed(_Code(FAILING))["Function"].physical_id
    client = trial.aws.administrator("lambda")
    client.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=1)
    for how in ("RequestResponse", "Event"):
        client.invoke(FunctionName=name, InvocationType=how, Payload="{}")
    trial.aws.clock.advance(hours=7)
    return compared(
        said,
        _log(trial, name).count("START RequestId"),
        too_many="there are fewer: Lambda retries for nobody who waits, and otherwise as often as its setting says",
        too_few="there are more: nobody else would retry the event that nobody waits for",
    )


def _log(trial: Trial, name: str) -> str:
    events = trial.aws.administrator("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    return "\n".join(event["message"] for event in events)


def _handler(trial: Trial) -> str:
    """The name of a function with the reader's code. Raises what deploying raises."""
    if not isinstance(trial.answer, str) or "handler" not in trial.answer:
        raise Lacking("give the text of a module with a function called handler")
    return trial.deployed(_Code(trial.answer))["Function"].physical_id


def _sent(trial: Trial, event: dict[str, Any]) -> tuple[bool, Any]:
    """Whether the reader's code came through with an event, and what it answers."""
    said = trial.aws.administrator("lambda").invoke(FunctionName=trial.once(_handler), Payload=json.dumps(event))
    return "FunctionError" not in said, json.load(said["Payload"])


def _answered(trial: Trial, event: dict[str, Any]) -> dict[str, Any]:
    """What the reader's code answers. Raises `Lacking` where it fails, or answers in another form."""
    came_through, found = _sent(trial, event)
    if not came_through:
        raise Lacking(f"the code fails with {found.get('errorType')}: {found.get('errorMessage')}")
    if not isinstance(found, dict) or "statusCode" not in found:
        raise Lacking(f"it answers {found!s:.60}, which has no statusCode")
    return found


def _ordered(**order: Any) -> dict[str, Any]:
    """The event of an order, as an API sends it, with what must not reach the log under each name it comes by."""
    names = ("Authorization", "authorization")
    several = {name: [SECRET] for name in names}
    return {"headers": dict.fromkeys(names, SECRET), "multiValueHeaders": several, "body": json.dumps(order)}


def _no_body(trial: Trial) -> str:
    events: tuple[dict[str, Any], ...] = ({"headers": {}}, {"headers": {}, "body": None}, {"headers": {}, "body": ""})
    for event in events:
        answer = _answered(trial, event)
        if answer["statusCode"] != 400:
            return f"the answer to {json.dumps(event)} is {answer['statusCode']}"
    return ""


def _priced(trial: Trial) -> str:
    for quantity, price in PRICES.items():
        answer = _answered(trial, _ordered(quantity=quantity))
        if answer["statusCode"] != 200:
            return f"the answer to a quantity of {quantity} is {answer['statusCode']}"
        if _number(total := _total(answer)) != price:
            return f"the total of {quantity} is {total}, and should be {price:g}"
    return ""


def _total(answer: dict[str, Any]) -> Any:
    body = json.loads(answer["body"]) if isinstance(answer.get("body"), str) else None
    return body.get("total") if isinstance(body, dict) else None


def _number(told: Any) -> float | None:
    """A price that was told, 9, 9.0 or "9.00"; None for anything else."""
    try:
        return float(told)
    except (TypeError, ValueError):
        return None


def _hidden(trial: Trial) -> str:
    answer = _answered(trial, _ordered(quantity=2, rate=STRANGE))
    if not 400 <= int(answer["statusCode"]) < 600:
        return f"the answer to a rate that there is not is {answer['statusCode']}: refuse it"
    text = str(answer.get("body", ""))
    told = [part for part in (json.dumps(repr(STRANGE))[1:-1], *INSIDE) if part in text]
    return f"the caller reads the error of the code, {told[0]}: answer in words of your own" if told else ""


def _silent(trial: Trial) -> str:
    for event in (_ordered(quantity=2), _ordered(quantity=2, rate=STRANGE), {**_ordered(), "body": None}):
        _sent(trial, event)
    found = SECRET.rpartition(" ")[2] in _log(trial, trial.once(_handler))
    return "the log holds the caller's authorization: log the fields you name" if found else ""


def _cheap(trial: Trial) -> str:
    _functions(trial)
    estimate = cost(trial.resolved, BUSY)
    if estimate.unpriced:
        return f"{estimate.unpriced[0].resource} cannot be priced: {estimate.unpriced[0].why}"
    return "" if estimate.monthly_usd <= BUDGET_USD else f"it comes to ${estimate.monthly_usd:.2f}"


def _limited(trial: Trial) -> str:
    for function in _functions(trial):
        client = trial.aws.administrator("lambda")
        answer = client.get_function_concurrency(FunctionName=trial.stack[function].physical_id)
        most = answer.get("ReservedConcurrentExecutions")
        if most is None or most > AT_ONCE:
            return f"{function} reserves {most or 'nothing'}: as many calls run at once as the account has room for"
        if most == 0:
            return f"{function} reserves 0: every call is refused"
    return ""


def _functions(trial: Trial) -> list[str]:
    """The logical ids of the answer's functions. Raises `Lacking` where it has none."""
    first(trial, FUNCTION)
    return [name for name, resource in trial.resolved.resources.items() if resource.type == FUNCTION]


EXERCISES = (
    Exercise(
        name="how_often_lambda_tries",
        kind=Kind.PREDICT,
        question=(
            "A function raises an error whatever it is called with, and its setting for asynchronous calls allows one "
            "retry. It is called twice: by somebody who waits for the answer, with one call that is not repeated, and "
            "asynchronously. How many times does Lambda run it, in all?"
        ),
        conditions=(Condition("the log shows as many attempts as you said", _attempts),),
        hints=(
            "Who sees the error, and could try again: the caller, or nobody?",
            "An asynchronous event gets a first attempt, and then its retries.",
        ),
    ),
    Exercise(
        name="mend_the_handler",
        kind=Kind.FIX,
        question=(
            "This handler answers orders. Fix its code, the text of a module, so that a quantity of 2 costs 9 and "
            "every other one 4.50 a piece, a request without a body is the caller's mistake (400), an unknown rate is "
            "refused without the text of the error inside, and no authorization header reaches the log."
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
            Condition(f"no more than {AT_ONCE} calls run at once", _limited),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Memory times seconds is the larger half of the bill: turn the memory down.",
            "Reserved concurrency is a limit as well as a guarantee.",
        ),
    ),
)
