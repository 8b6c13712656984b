"""Who wants to hear of calls: which stage, which service and operation, which region. Not what calls go through."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.gateway.calls import Call, Caller, Handler, Stage, When
from patterns.sandbox.simulator.routing import Answer

Account = TypeVar("Account")

Responder = Callable[[str, str, bytes], tuple[int, str]]
"""Answers for a host that is no service's: (method, address, body) -> (status, text)."""

Service = Callable[[Call], Mapping[str, Any]]
"""Answers a call in the place of moto, with what boto3 gives for it; raises `Refused`."""

ANY = "*"
"""Stands for the operation of a request that is not read yet."""


class Subscription(NamedTuple):
    """One handler, and the calls that it wants; None stands for any."""

    handler: Handler
    service: str | None
    operation: str | None
    presigned: bool
    when: When | None
    region: str | None

    def concerns(self, caller: Caller, service: str, operation: str | None, request: Any) -> bool:
        """Whether a call of what it names is one that it wants, as far as can be told before it is read."""
        if self.presigned and not _is_presigned(request):
            return False
        return self.when is None or self.when(caller, service, operation, request)


class Subscriptions:
    """All subscriptions of an account, found quickly: there are a hundred a region, and few name a call."""

    def __init__(self) -> None:
        # Replaced, never changed: a request under way keeps the one it started with.
        self._by_stage: dict[Stage, tuple[Subscription, ...]] = dict.fromkeys(Stage, ())
        self._named: dict[tuple[Stage, str, str | None], tuple[Subscription, ...]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._by_stage.values()))

    def add(self, stage: Stage | str, subscription: Subscription) -> Callable[[], None]:
        """Take one up; return what ends it."""
        stage = _stage(stage)
        self._replace(stage, (*self._by_stage[stage], subscription))
        return lambda: self._replace(stage, (each for each in self._by_stage[stage] if each is not subscription))

    def naming(self, stage: Stage, service: str, operation: str | None) -> tuple[Subscription, ...]:
        """Those of a stage that name the service and the operation, or any."""
        # Taken before the handlers are read: what others replace meanwhile is not kept as if it were new.
        named, asked = self._named, (stage, service, operation)
        if asked not in named:
            named[asked] = tuple(
                each
                for each in self._by_stage[stage]
                if each.service in (None, service) and (each.operation in (None, operation) or operation == ANY)
            )
        return named[asked]

    def _replace(self, stage: Stage, subscriptions: Iterable[Subscription]) -> None:
        self._by_stage[stage] = tuple(subscriptions)
        self._named = {}


class Listening(ABC):
    """The way of every call, where handlers subscribe: for all calls of an account, or for those of one region."""

    def __init__(self, subscriptions: Subscriptions, region: str | None = None) -> None:
        self._subscriptions = subscriptions
        self._heard_region = region

    @property
    @abstractmethod
    def ended(self) -> bool:
        """Whether the account has ended, so that no call comes any more."""

    @property
    @abstractmethod
    def addresses(self) -> set[str]:
        """Where the account itself is reached on this machine: "http://127.0.0.1:4566"."""

    def subscribe(
        self,
        stage: Stage | str,
        handler: Handler,
        *,
        service: str | None = None,
        operation: str | None = None,
        presigned: bool = False,
        when: When | None = None,
    ) -> Callable[[], None]:
        """Return a function that ends the subscription of `handler` to the calls passing `stage`.

        With `presigned`, only to requests whose address carries their signature; with `when`, only to those of which
        it says so before they are read.

        Handlers run in the order of subscription. Before moto they may raise `Refused`; consequences follow only
        calls that succeeded; calls are recorded whatever came of them. An observer's calls have consequences,
        but nothing is asked about them before moto but the fence, and they are not recorded.
        """
        wanted = Subscription(handler, service, operation, presigned, when, self._heard_region)
        return self._subscriptions.add(stage, wanted)

    @abstractmethod
    def at_host(self, host: str, answer: Responder) -> None:
        """Let `answer` answer whatever is sent to a host, in the place of a service."""

    @abstractmethod
    def answer_for(self, service: str, answer: Service) -> None:
        """Let `answer` be the service whose host begins with this name, in the place of moto's, in every region."""

    @abstractmethod
    def handle(self, request: Any, caller: Caller = Caller.USER, known: tuple[str, str] | None = None) -> Answer:
        """Return the answer to `request`, a prepared request of botocore or of `requests`."""

    def judge(self, account: Account, service: str, checks: Mapping[str, Callable[[Account, Call], object]]) -> None:
        """Let each operation of a service be judged by its check, which is given the account and the call."""
        for operation, check in checks.items():
            self.subscribe(Stage.JUDGE, partial(check, account), service=service, operation=operation)

    def at_first(self, service: str, *operations: str, begin: Handler) -> None:
        """Hand the first call of these operations that succeeds to `begin`, and no other.

        What nobody uses then costs nothing, neither calls that are looked at nor modules that are loaded.
        """

        def heard(call: Call) -> None:
            for end in ends:
                end()
            begin(call)

        ends = [self.subscribe(Stage.CONSEQUENCES, heard, service=service, operation=name) for name in operations]


# Every region of an account subscribes a hundred times when it is first called.
_STAGES = {stage.value: stage for stage in Stage if stage is not Stage.MOTO}


def _stage(name: Stage | str) -> Stage:
    if name not in _STAGES:
        raise SandboxError(f"cannot subscribe to stage {str(name)!r}: choose one of {', '.join(_STAGES)}")
    return _STAGES[name]


def _is_presigned(request: Any) -> bool:
    return b"Signature=" in request.query_string
