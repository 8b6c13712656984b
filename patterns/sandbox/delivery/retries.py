"""Getting something to its target: at once, again after longer and longer pauses, or to where dead letters go.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
Simplified: AWS adds chance to its pauses and names none of them; here they double from a second to ten minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Sender, Undelivered, send

MOST_RETRIES, OLDEST_SECONDS = 185, 86400
LONGEST_PAUSE_SECONDS = 600
FIRST_ATTEMPT = 1


@dataclass(frozen=True)
class Retries:
    """How often, and until which age, a delivery that failed is tried again."""

    most: int = MOST_RETRIES
    oldest_seconds: int = OLDEST_SECONDS

    @classmethod
    def of(cls, policy: Mapping[str, int] | None) -> Retries:
        """What a `RetryPolicy` of a rule's target or of a schedule says."""
        said = policy or {}
        return cls(said.get("MaximumRetryAttempts", MOST_RETRIES), said.get("MaximumEventAgeInSeconds", OLDEST_SECONDS))


@dataclass(frozen=True)
class Failure:
    """A delivery that was given up: why, how often it was tried again, and what its limit was, if that ended it."""

    error: Undelivered
    retries: int
    exhausted: str | None


@dataclass(frozen=True)
class Delivery:
    """One thing on its way. `attempt` hands it over, the number of the attempt given; `given_up` is told of the end."""

    attempt: Callable[[int], None]
    given_up: Callable[[Failure], None]
    label: str
    retries: Retries = Retries()


def begin(account: Account, delivery: Delivery) -> None:
    """Attempt it as soon as what the account is doing now is over."""
    clock = account.clock
    clock.at(clock.now, lambda: attempt(account, delivery), delivery.label)


def attempt(account: Account, delivery: Delivery, number: int = FIRST_ATTEMPT, since: datetime | None = None) -> None:
    """Attempt it now, and see to what follows where it fails."""
    clock = account.clock
    since = since or clock.now
    try:
        delivery.attempt(number)
    except Undelivered as error:
        pause = min(2 ** (number - 1), LONGEST_PAUSE_SECONDS)
        exhausted = _exhausted(delivery.retries, number, clock.now + timedelta(seconds=pause) - since)
        if error.is_final or exhausted:
            delivery.given_up(Failure(error, number - 1, None if error.is_final else exhausted))
        else:
            clock.after(pause, lambda: attempt(account, delivery, number + 1, since), delivery.label)


def _exhausted(retries: Retries, attempts: int, age: timedelta) -> str | None:
    if attempts > retries.most:
        return "MaximumRetryAttempts"
    return "MaximumEventAgeInSeconds" if age.total_seconds() > retries.oldest_seconds else None


def bury(account: Account, sender: Sender, queue_arn: str | None, body: str, about: Mapping[str, str]) -> None:
    """Put a body into a queue for dead letters, if there is one and it takes it, with texts as its attributes."""
    if queue_arn is None:
        return
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in about.items() if value}
    letter = Delivery(
        lambda number: send(account, sender, queue_arn, Parcel(body, attributes=attributes)), _lost, "a dead letter"
    )
    attempt(account, replace(letter, retries=Retries(most=0)))


def _lost(failure: Failure) -> None:
    """Nobody is told of a letter that even the queue for dead letters did not take."""
