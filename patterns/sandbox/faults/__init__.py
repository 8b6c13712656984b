"""What is made to go wrong in an account on purpose: `aws.faults`. One module for each kind of fault."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.fault import Fault, FaultError, Span
from patterns.sandbox.faults.requests import Latency, Refusal, throttling
from patterns.sandbox.faults.zones import ZoneOutage
from patterns.sandbox.services.aws_lambda.faults import InvocationFault
from patterns.sandbox.services.ec2.spot.faults import SpotInterruption

__all__ = ["Fault", "FaultError", "Faults"]


class Faults:
    """Makes faults for one account, and knows which of them are active.

    A fault begins when it is made, or `after` a while, and goes on until the end of its `with` block, `stop()`, or
    for as long as it is `lasting`: spans are `timedelta` or seconds of the account's time.

    >>> with aws.faults.throttle("dynamodb", "PutItem", rate=0.5):
    ...     table.put_item(Item=item)
    >>> fault = aws.faults.latency("s3", seconds=2, after=60, lasting=300)
    >>> aws.clock.advance(minutes=10)

    Services meet them in what users, functions, state machines and stacks ask; what the sandbox itself reads, it can
    always read. Chance is drawn for each request by itself, so that the same page meets the same faults.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._active: list[Fault] = []

    def __repr__(self) -> str:
        return f"Faults({'; '.join(fault.what for fault in self._active) or 'none active'})"

    @property
    def active(self) -> tuple[Fault, ...]:
        """Those that are active now, in the order in which they began."""
        return tuple(self._active)

    def stop(self) -> None:
        """Stop every fault that is active."""
        for fault in self.active:
            fault.stop()

    def errors(
        self, service: str, operation: str | None = None, *, code: str | None = None,
        message: str = "The request processing has failed because of an unknown error.", status: int | None = None,
        rate: float = 1.0, after: Span = 0, lasting: Span | None = None,
    ) -> Fault:  # fmt: skip
        """Begin a fault by which requests are answered with an error; without a code, the service's own trouble.

        `service` is boto3's name, `operation` the API's, "PutItem", or None for all of them; `rate` is the share of
        requests that meet it, 0 to 1. Without a `status` the service's model decides it. Raises `FaultError` for what
        does not exist.
        """
        fault = Refusal.error(self._account, self._active, service, operation, code, message, status, rate)
        return fault.start(after=after, lasting=lasting)

    def throttle(
        self,
        service: str,
        operation: str | None = None,
        *,
        rate: float = 1.0,
        after: Span = 0,
        lasting: Span | None = None,
    ) -> Fault:
        """Begin a fault by which requests are refused in the way in which their service throttles.

        The arguments are those of `errors`.
        """
        fault = throttling(self._account, self._active, service, operation, rate)
        return fault.start(after=after, lasting=lasting)

    def latency(
        self, service: str, operation: str | None = None, *, seconds: float, rate: float = 1.0, after: Span = 0,
        lasting: Span | None = None,
    ) -> Fault:  # fmt: skip
        """Begin a fault by which so much of the account's time passes before requests are answered.

        The other arguments are those of `errors`.
        """
        fault = Latency(self._account, self._active, service, operation, seconds, rate)
        return fault.start(after=after, lasting=lasting)

    def function(
        self,
        name: str,
        *,
        error: str | None = None,
        seconds: float = 0,
        throttle: bool = False,
        rate: float = 1.0,
        after: Span = 0,
        lasting: Span | None = None,
    ) -> Fault:
        """Begin a fault of a function's invocations: throttled, slow to begin, or ending with an error.

        `error` is the message of the exception that is raised in place of the code; `seconds` count into the time the
        function may take. Raises `FaultError` for a function that does not exist, and where nothing is to go wrong.
        """
        fault = InvocationFault(self._account, self._active, name, error, seconds, throttle, rate)
        return fault.start(after=after, lasting=lasting)

    def zone_outage(self, zone: str, *, after: Span = 0, lasting: Span | None = None) -> Fault:
        """Begin the outage of an Availability Zone, "us-east-1a", with everything that stands in it.

        Instances there answer no check, NAT gateways carry nothing, databases and caches fail over where they may;
        groups and load balancers act on what they find. The other arguments are those of `errors`.
        """
        return ZoneOutage(self._account, self._active, zone).start(after=after, lasting=lasting)

    def spot_interruption(
        self, *, pool: tuple[str, str] | None = None, instance: str | None = None, group: str | None = None,
        fleet: str | None = None, zone: str | None = None, ahead: Span = 300, rate: float = 1.0, after: Span = 0,
        lasting: Span | None = None,
    ) -> Fault:  # fmt: skip
        """Begin to take back Spot Instances: one, or those of a group, a fleet, a zone or a pool, `(type, zone)`.

        Each gets a rebalance recommendation at once, its notice after the span `ahead` (0: together with it), and ends
        two minutes later. While it is active, pools that are named, and those of a zone, give no new instance; one that
        is stopped before the notice takes nothing back. The other arguments are those of `errors`.
        """
        named = {"pool": pool, "instance": instance, "group": group, "fleet": fleet, "zone": zone}
        return SpotInterruption(self._account, self._active, named, ahead, rate).start(after=after, lasting=lasting)
