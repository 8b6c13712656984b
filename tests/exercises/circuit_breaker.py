"""Answers to the exercises of the breaker's page."""

from patterns import CircuitBreaker, SecureBucket
from patterns.catalogue import exercise

KNOCKING = exercise("no_knocking").start
AT_ONCE = KNOCKING.replace("[States.TaskFailed]", "[DynamoDB.ProvisionedThroughputExceededException]")
KEPT = AT_ONCE.replace("Result: {status: degraded}", "Result: degraded, ResultPath: $.status")
RETRY = "            Retry: [{ErrorEquals: [States.TaskFailed], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2}]\n"
PARAMETERS = KEPT.replace(
    "Result: degraded, ResultPath: $.status", 'Parameters: {status: degraded, given: {"order.$": $.order}}'
)
KNOWN_ORDERS = AT_ONCE.replace("{status: degraded}", "{status: degraded, orders: [7, 4711]}")
ALWAYS_SEVEN = AT_ONCE.replace("{status: degraded}", "{status: degraded, order: 7}")
LOOK, FALLBACK = KEPT.index("          Look:"), KEPT.index("          Fallback:")
ASKS_NOBODY = KEPT[:LOOK] + "          Look: {Type: Pass, Next: Fallback}\n" + KEPT[FALLBACK:]
SOON = CircuitBreaker(failure_threshold=2)


def fallback_at_once():
    """The breaker as a machine that serves nobody."""
    template = SOON.to_dict()
    for choice in template["Resources"]["Machine"]["Properties"]["Definition"]["States"]["MayCall"]["Choices"]:
        choice["StringEquals"] = "never"
    return template


RIGHT = {"the_callers_second": 14, "no_knocking": KEPT, "open_sooner": SOON}
UNUSUAL = {
    "the_callers_second": [14.0, "14"],
    "no_knocking": [
        KEPT.replace(RETRY.replace("States.TaskFailed", "DynamoDB.ProvisionedThroughputExceededException"), ""),
        PARAMETERS,
        KEPT.replace(RETRY.strip().partition(": ")[2], "[{ErrorEquals: [States.TaskFailed], MaxAttempts: 0}]"),
        KEPT.replace("  Machine:", "  Knocker:"),
    ],
    "open_sooner": [CircuitBreaker(failure_threshold=1, attempts=1, probes=2)],
}
WRONG = {
    "the_callers_second": [
        (6, "the execution took longer"),
        (30, "the execution took less"),
        ("long", "give a whole number"),
    ],
    "no_knocking": [
        (KNOCKING.replace("MaxAttempts: 3", "MaxAttempts: 1"), "the caller waited 2 seconds"),
        (AT_ONCE, "to the order 7 it answers"),
        (SecureBucket(), "it has no AWS::StepFunctions::StateMachine: add one"),
        (KNOWN_ORDERS, "it answers SUCCEEDED"),
        (ALWAYS_SEVEN, "to the order 4711 it answers"),
        (ASKS_NOBODY, "it asks nobody any more"),
    ],
    "open_sooner": [
        (CircuitBreaker(), "after 2 callers had failed, the next still waited"),
        (CircuitBreaker(breaker=False), "the next still waited"),
        (CircuitBreaker(attempts=5, jitter=False), "the first caller waited"),
        (SecureBucket(), "it has no Machine"),
        (fallback_at_once(), "a good request gets SUCCEEDED"),
    ],
}  # fmt: skip
