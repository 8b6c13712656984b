"""Answers to the exercises of the breaker's page."""

from patterns import CircuitBreaker, SecureBucket
from patterns.catalogue import exercise

KNOCKING = exercise("no_knocking").start
AT_ONCE = KNOCKING.replace("[States.TaskFailed]", "[DynamoDB.ProvisionedThroughputExceededException]")
KEPT = AT_ONCE.replace("Result: {status: degraded}", "Result: degraded, ResultPath: $.status")

RIGHT = {"the_callers_second": 14, "no_knocking": KEPT, "open_sooner": CircuitBreaker(failure_threshold=3)}
WRONG = {
    "the_callers_second": [
        (6, "the execution took longer"),
        (30, "the execution took less"),
        ("long", "give a number of seconds"),
    ],
    "no_knocking": [
        (KNOCKING.replace("MaxAttempts: 3", "MaxAttempts: 1"), "the caller waited 2 seconds"),
        (AT_ONCE, "it answers"),
        (SecureBucket(), "it has no resource Machine"),
    ],
    "open_sooner": [
        (CircuitBreaker(breaker=False), "the next still waited"),
        (CircuitBreaker(attempts=5, jitter=False), "the first caller waited"),
        (SecureBucket(), "it has no Machine"),
    ],
}
