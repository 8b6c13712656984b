"""What a launch asks of Spot, and what EC2 refuses of it at once. Not whether there is capacity: `pools` knows.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotMarketOptions.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html
No page of AWS quotes its refusals. Their words are those that users report, but for three: a price that is none, a date
that has passed, and hibernation beside another behavior.
Not modelled: Spot blocks, launch groups and groups of zones, which instances AWS lets hibernate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from patterns.sandbox.core.errors import Refused

LEAST_USD = 0.001
UNMODELLED = ("LaunchGroup", "AvailabilityZoneGroup", "BlockDurationMinutes")
NO_CAPACITY = "There is no Spot capacity available that matches your request."
UNENCRYPTED = ("UnsupportedHibernationConfiguration", "For hibernation, the root device volume must be encrypted.")


class Kind(StrEnum):
    """How long a request for a Spot Instance stands."""

    ONE_TIME = "one-time"
    PERSISTENT = "persistent"


class Action(StrEnum):
    """What happens to a Spot Instance that is interrupted."""

    TERMINATE = "terminate"
    STOP = "stop"
    HIBERNATE = "hibernate"


@dataclass(frozen=True)
class Wanted:
    """What is asked of Spot for an instance."""

    kind: Kind = Kind.ONE_TIME
    action: Action = Action.TERMINATE
    highest: str = ""
    valid_until: datetime | None = None

    @property
    def highest_usd(self) -> float | None:
        """The most that an hour may cost, None where nobody said."""
        return float(self.highest) if self.highest else None

    @property
    def is_persistent(self) -> bool:
        """Whether the request stands on once it was fulfilled."""
        return self.kind is Kind.PERSISTENT


def of_launch(params: Mapping[str, Any]) -> Wanted | None:
    """What a launch asks of Spot, None for one that is on demand. Raises `Refused`."""
    market = params.get("InstanceMarketOptions") or {}
    if market.get("MarketType") != "spot":
        return None
    said = market.get("SpotOptions") or {}
    _leave_out(said)
    asked = said.get("InstanceInterruptionBehavior")
    if (params.get("HibernationOptions") or {}).get("Configured"):
        if asked not in (None, Action.HIBERNATE):
            told = f"The {asked} InstanceInterruptionBehavior is not supported when hibernation is configured."
            raise Refused("InvalidParameterCombination", told, 400)
        asked = Action.HIBERNATE
    kind, action = Kind(said.get("SpotInstanceType") or Kind.ONE_TIME), Action(asked or Action.TERMINATE)
    return Wanted(kind, action, price(said.get("MaxPrice")), moment(said.get("ValidUntil")))


def of_request(params: Mapping[str, Any]) -> Wanted:
    """What RequestSpotInstances asks for. Raises `Refused`."""
    _leave_out(params)
    kind = Kind(params.get("Type") or Kind.ONE_TIME)
    action = Action(params.get("InstanceInterruptionBehavior") or Action.TERMINATE)
    return Wanted(kind, action, price(params.get("SpotPrice")), moment(params.get("ValidUntil")))


def _leave_out(said: Mapping[str, Any]) -> None:
    """Refuse what nothing would come of here."""
    for name in UNMODELLED:
        if said.get(name):
            raise Refused("UnsupportedOperation", f"{name} of a Spot request is not simulated: leave it out.", 400)


def check_launch(wanted: Wanted, now: datetime) -> None:
    """Refuse what RunInstances cannot ask for: beside `check`, what only a request of its own may."""
    check(wanted, now)
    if wanted.is_persistent and wanted.action is Action.TERMINATE:
        told = "The terminate InstanceInterruptionBehavior is not supported when requestType is set to persistent."
        raise Refused("InvalidParameterCombination", told, 400)
    if wanted.valid_until is not None and not wanted.is_persistent:
        told = "The parameter validUntil cannot be specified when the SpotRequestType is set to 'one-time'."
        raise Refused("InvalidParameterCombination", told, 400)


def check(wanted: Wanted, now: datetime) -> None:
    """Refuse what no request can ask for."""
    if wanted.action is not Action.TERMINATE and not wanted.is_persistent:
        told = f"when instanceInterruptionBehavior is set to '{wanted.action}'."
        raise Refused("InvalidParameterCombination", f"The request with type 'one-time' is not supported {told}", 400)
    if wanted.valid_until is not None and wanted.valid_until <= now:
        until = f"{wanted.valid_until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        told = f"Invalid value '{until}' for validUntil: it must be in the future."
        raise Refused("InvalidParameterValue", told, 400)


def price(said: Any) -> str:
    """A highest price as it was written, empty where there is none. Raises `Refused`."""
    if said in (None, ""):
        return ""
    try:
        is_enough = float(said) >= LEAST_USD
    except ValueError:
        is_enough = False
    if not is_enough:
        told = f"Invalid value '{said}' for maxPrice: it must be more than {LEAST_USD:g}."
        raise Refused("InvalidParameterValue", told, 400)
    return str(said)


def too_low(highest_usd: float, price_usd: float) -> tuple[str, str]:
    """The code and the words with which an hour that may cost so much is refused at this price."""
    told = f"Your Spot request price of {highest_usd:g} is lower than the minimum required Spot request"
    return "SpotMaxPriceTooLow", f"{told} fulfillment price of {price_usd:g}."


def moment(said: Any) -> datetime | None:
    """A moment in UTC, however it was written."""
    if not said:
        return None
    found = said if isinstance(said, datetime) else datetime.fromisoformat(str(said).replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
