"""A request for a Spot Instance, its states and status codes, and what AWS says of each. Data only.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html
The messages are the page's descriptions; only those of the first two and of the lack of capacity are seen elsewhere on
AWS's pages as a request tells them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from patterns.sandbox.services.ec2.spot.launch_options import NO_CAPACITY, Wanted
from patterns.sandbox.services.ec2.spot.market import Pool


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ACTIVE = "active"
    DISABLED = "disabled"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ENDED = frozenset({State.CLOSED, State.CANCELLED})


class Status(StrEnum):
    """Why it stands there."""

    PENDING_EVALUATION = "pending-evaluation"
    FULFILLED = "fulfilled"
    NOT_SCHEDULED_YET = "not-scheduled-yet"
    CAPACITY_NOT_AVAILABLE = "capacity-not-available"
    PRICE_TOO_LOW = "price-too-low"
    CONSTRAINT_NOT_FULFILLABLE = "constraint-not-fulfillable"
    SCHEDULE_EXPIRED = "schedule-expired"
    CANCELED_BEFORE_FULFILLMENT = "canceled-before-fulfillment"
    CANCELED_AND_RUNNING = "request-canceled-and-instance-running"
    MARKED_FOR_STOP = "marked-for-stop"
    MARKED_FOR_TERMINATION = "marked-for-termination"
    STOPPED_BY_PRICE = "instance-stopped-by-price"
    STOPPED_BY_USER = "instance-stopped-by-user"
    STOPPED_NO_CAPACITY = "instance-stopped-no-capacity"
    TERMINATED_BY_PRICE = "instance-terminated-by-price"
    TERMINATED_BY_SERVICE = "instance-terminated-by-service"
    TERMINATED_BY_USER = "instance-terminated-by-user"
    TERMINATED_NO_CAPACITY = "instance-terminated-no-capacity"


MESSAGES: Mapping[Status, str] = {
    Status.PENDING_EVALUATION: "Your Spot request has been submitted for review, and is pending evaluation.",
    Status.FULFILLED: "Your spot request is fulfilled.",
    Status.NOT_SCHEDULED_YET: "The Spot request is not evaluated until the scheduled date.",
    Status.CAPACITY_NOT_AVAILABLE: NO_CAPACITY,
    Status.PRICE_TOO_LOW: "The request can't be fulfilled yet because your maximum price is below the Spot price.",
    Status.CONSTRAINT_NOT_FULFILLABLE:
        "The Spot request can't be fulfilled because one or more constraints are not valid.",
    Status.SCHEDULE_EXPIRED: "The Spot request expired because it was not fulfilled before the specified date.",
    Status.CANCELED_BEFORE_FULFILLMENT: "The user canceled the Spot request before it was fulfilled.",
    Status.CANCELED_AND_RUNNING: "You canceled the Spot request while the Spot Instances are still running.",
    Status.MARKED_FOR_STOP: "The Spot Instance is marked for stopping.",
    Status.MARKED_FOR_TERMINATION: "The Spot Instance is marked for termination.",
    Status.STOPPED_BY_PRICE: "Your instance was stopped because the Spot price exceeded your maximum price.",
    Status.STOPPED_BY_USER:
        "Your instance was stopped because a user stopped the instance or ran the shutdown command from the instance.",
    Status.STOPPED_NO_CAPACITY: "Your instance was stopped due to EC2 capacity management needs.",
    Status.TERMINATED_BY_PRICE: "Your instance was terminated because the Spot price exceeded your maximum price.",
    Status.TERMINATED_BY_SERVICE: "Your instance was terminated from a stopped state.",
    Status.TERMINATED_BY_USER: "You terminated a Spot Instance that had been fulfilled.",
    Status.TERMINATED_NO_CAPACITY:
        "Your Spot Instance was terminated because there is no Spot capacity available that matches your request.",
}  # fmt: skip


@dataclass(eq=False)
class SpotRequest:
    """A request for one Spot Instance, and what it is launched with."""

    id: str
    pool: Pool
    wanted: Wanted
    launch: Mapping[str, Any]
    created: datetime
    fleet: str = ""
    state: State = State.OPEN
    status: Status = Status.PENDING_EVALUATION
    updated: datetime | None = None
    instance_id: str = ""

    @property
    def message(self) -> str:
        """What AWS says of its status."""
        return MESSAGES[self.status]
