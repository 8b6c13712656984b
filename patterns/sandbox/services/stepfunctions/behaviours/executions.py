"""State machines report their executions, to CloudWatch and on the timeline.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
Not written: metrics of activities, of called functions and services, and of versions and aliases.
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.cloudwatch.metrics import Metrics
from patterns.sandbox.services.stepfunctions.patches import execution_events

NAMESPACE = "AWS/States"
NAMES = {
    "STARTED": "ExecutionsStarted",
    "SUCCEEDED": "ExecutionsSucceeded",
    "FAILED": "ExecutionsFailed",
    "TIMED_OUT": "ExecutionsTimedOut",
    "ABORTED": "ExecutionsAborted",
}

TONES = {"STARTED": Tone.PLAIN, "SUCCEEDED": Tone.GOOD}


def install(account: Account) -> None:
    """Hear of executions."""

    def heard(arn: str, status: str, milliseconds: float) -> None:
        if arn.split(":")[3] != account.region:
            return
        dimensions = [{"StateMachineArn": arn}]
        account.part(Metrics).count(NAMESPACE, {NAMES[status]: 1.0}, dimensions)
        if status != "STARTED":
            lasted = {"ExecutionTime": milliseconds}
            account.part(Metrics).count(NAMESPACE, lasted, dimensions, unit="Milliseconds")
        account.timeline.note(
            "state machine", arn, NAMES[status].removeprefix("Executions").lower(),
            tone=TONES.get(status, Tone.BAD), seconds=milliseconds / 1000,
        )  # fmt: skip

    account.ending.callback(execution_events.listen(heard))
