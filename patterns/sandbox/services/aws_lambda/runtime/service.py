"""The functions of one account: their processes, how many run at once, and what becomes of each invocation.

Not here: who may call (gateway), what calls by itself (behaviours), how a process lives (`environment`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NoReturn
from uuid import UUID

from botocore.exceptions import ClientError

from patterns.sandbox.core import lineage
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import ForeignCode, NotSimulated
from patterns.sandbox.core.lineage import Lineage
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.aws_lambda.runtime import metrics, zygote
from patterns.sandbox.services.aws_lambda.runtime.asynchronous import (
    LONGEST_THROTTLE_SECONDS,
    RETRY_SECONDS,
    ended,
    expired,
    settings,
)
from patterns.sandbox.services.aws_lambda.runtime.conversation import Conversation
from patterns.sandbox.services.aws_lambda.runtime.environment_variables import variables
from patterns.sandbox.services.aws_lambda.runtime.execution_environment import Answer, Environment
from patterns.sandbox.services.aws_lambda.runtime.fleets import Fleets, Warm
from patterns.sandbox.services.aws_lambda.runtime.function import Function
from patterns.sandbox.services.aws_lambda.runtime.injected_fault import Disturbance
from patterns.sandbox.services.aws_lambda.runtime.layers import require_layers
from patterns.sandbox.services.aws_lambda.runtime.not_called import (
    ACCOUNT_CONCURRENCY,
    MOST_AT_ONE_MOMENT,
    MOST_DEPTH,
    MOST_ROUNDS,
    NotCalled,
    Recursive,
    Throttled,
    TooDeep,
    slowed,
)
from patterns.sandbox.services.aws_lambda.runtime.report import Outcome, Timing, outcome
from patterns.sandbox.services.cloudwatch.metrics import Metrics


class Functions:
    """Runs what the account's functions of one region are called with."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.region = account.region
        self._fleets = Fleets()
        self._running: Counter[str] = Counter()
        self._foreign: set[str] = set()
        self._trusted: set[str] = set()
        self.faults: list[Disturbance] = []

    def __repr__(self) -> str:
        return f"Functions({len(self._fleets)} loaded, {self._running.total()} running)"

    def deployed(self, code: bytes, *, foreign: bool) -> None:
        """Remember whose template brought this code: somebody else's runs only with `run_foreign_code`."""
        digest = hashlib.sha256(code).hexdigest()
        if not foreign:
            self._trusted.add(digest)
        self._foreign = (self._foreign | {digest}) - self._trusted

    def room(self, function: Function) -> None:
        """Raise `Throttled` where one more invocation is one too many."""
        reserved = function.reserved_concurrency
        limit = ACCOUNT_CONCURRENCY if reserved is None else reserved
        running = self._running.total() if reserved is None else self._running[function.unqualified_arn]
        if running >= limit:
            self._throttle(function)

    def _throttle(self, function: Function) -> NoReturn:
        metrics.throttled(self._account.part(Metrics), function)
        self._account.timeline.note("function", function.name, "throttled", tone=Tone.BAD)
        raise Throttled

    def invoke(self, function: Function, event: bytes, request_id: str | None = None) -> Outcome:
        """Return how the function dealt with `event`, JSON text, after the time that took has passed.

        A repeated attempt keeps its `request_id`.

        Raises `Throttled`, `ForeignCode` for code the sandbox was not told to run, `NotSimulated` for a runtime it
        does not have.
        """
        self._refuse(function)
        chain = self._followed(function)
        self.room(function)
        faults = [fault for fault in self.faults if fault.concerns(function, event)]
        if any(fault.throttles for fault in faults):
            self._throttle(function)
        self._running[function.unqualified_arn] += 1
        metrics.running(self._account.part(Metrics), function, self._running)
        try:
            with lineage.following(chain):
                return self._run(function, event, request_id or self._request_id(function, event), faults)
        finally:
            self._running[function.unqualified_arn] -= 1

    def _followed(self, function: Function) -> Lineage:
        """The chain of calls with this one. Raises `Recursive`, and `TooDeep` where AWS would go on."""
        chain = lineage.current().further(function.unqualified_arn, self._account.clock.now)
        if chain.traced[function.unqualified_arn] > MOST_ROUNDS and function.recursive_loop == "Terminate":
            metrics.dropped(self._account.part(Metrics), function)
            self._account.timeline.note("function", function.name, "stopped", "a recursive loop", tone=Tone.BAD)
            raise Recursive
        if chain.depth > MOST_DEPTH:
            raise TooDeep
        return chain

    def later(self, present: Callable[[], Function], event: bytes) -> None:
        """Accept an event; its first attempt is made when the call that brought it is over.

        `present` gives the function as it is when an attempt is made.
        """
        self._account.processes.start(lambda: self._attempts(present, event), f"event for {present().name}")

    def _attempts(self, present: Callable[[], Function], event: bytes) -> None:
        """Attempt, wait and attempt again, until the result, good or bad, goes where it should."""
        account, begun, attempts, throttled = self._account, self._account.clock.time(), 0, 0
        if lineage.current().rounds >= MOST_AT_ONE_MOMENT:
            slowed(account, "function", present().name)
        request_id = self._request_id(present(), event)
        while True:
            function = present()
            rules = settings(account, function)
            try:
                told = self.invoke(function, event, request_id)
            except (Recursive, TooDeep) as stopped:
                told = _never_run(request_id, stopped)
                ended(account, function, event, told, rules, attempts=attempts, is_expired=False)
                return
            except Throttled:
                throttled += 1
                account.processes.wait(min(2 ** (throttled - 1), LONGEST_THROTTLE_SECONDS))
                if account.clock.time() - begun > rules.oldest_seconds:
                    expired(account, function, event, request_id, rules, attempts=attempts)
                    return
                continue
            attempts += 1
            pause = RETRY_SECONDS[min(attempts, len(RETRY_SECONDS)) - 1]
            is_old = account.clock.time() + pause - begun > rules.oldest_seconds
            if told.error and attempts <= rules.retries and not is_old:
                account.processes.wait(pause)
                continue
            is_expired = is_old and attempts <= rules.retries
            ended(account, function, event, told, rules, attempts=attempts, is_expired=is_expired)
            return

    def _request_id(self, function: Function, event: bytes) -> str:
        chance = self._account.chance.generator("request", function.arn, event)
        return str(UUID(int=chance.getrandbits(128), version=4))

    def deleted(self, exists: Callable[[str], bool]) -> None:
        """End the processes of functions, or versions, that do not exist any more, by their ARN."""
        self._fleets.keep(exists)

    def close(self) -> None:
        """End all processes and remove what was unpacked."""
        self._fleets.close()

    @contextlib.contextmanager
    def in_copy(self) -> Iterator[None]:
        """In a copy of the account: leave its processes to it, untouched, and start others when they are needed."""
        zygote.shared.not_ahead()
        self._fleets = Fleets()
        try:
            yield
        finally:
            self.close()
            zygote.shared.end()

    def _refuse(self, function: Function) -> None:
        if not function.runtime.startswith("python"):
            raise NotSimulated(
                f"function {function.name} runs on {function.runtime or 'a container image'}, and the sandbox runs "
                "Python only: it can be deployed and read back, not called"
            )
        if hashlib.sha256(function.code).hexdigest() in self._foreign and not self._account.run_foreign_code:
            raise ForeignCode(function.name)

    def _run(self, function: Function, event: bytes, request_id: str, faults: list[Disturbance]) -> Outcome:
        account, started = self._account, self._account.clock.now
        chance = account.chance.generator("invocation", function.arn, event)
        talk = Conversation(account, started + timedelta(seconds=function.timeout_seconds))
        warm, failed = self._warm(function, talk)
        if failed is not None:
            require_layers(function, failed.payload, account.region)
        cold = warm.last_used == 0.0
        about = {
            "request_id": request_id,
            "arn": function.arn,
            "deadline": account.clock.time() + function.timeout_seconds,
            "seed": f"{account.seed}|{request_id}",
        }
        with self._fleets.used(warm, account.clock.time):
            answer = failed or next(filter(None, (fault.answer(talk.talk) for fault in faults)), None)
            answer = answer or warm.environment.invoke(about, event, talk.talk, float(function.timeout_seconds))
            if answer.kind == "timeout":
                talk.wait_out()
                warm.environment.over = True
        waited = (account.clock.now - started).total_seconds()
        told = outcome(function, request_id, answer, Timing(waited, talk.calls, cold), account.clock.now, chance)
        self._log(function, warm.stream, told)
        self._note(function, told, waited)
        metrics.ended(self._account.part(Metrics), function, told, started)
        return told

    def _note(self, function: Function, told: Outcome, seconds: float) -> None:
        failed = json.loads(told.payload) if told.error else {}
        what, tone = ("failed", Tone.BAD) if told.error else ("ran", Tone.GOOD)
        detail = str(failed.get("errorType") or failed.get("errorMessage", ""))
        self._account.timeline.note("function", function.name, what, detail, tone, seconds)

    def _warm(self, function: Function, talk: Conversation) -> tuple[Warm, Answer | None]:
        """A process that is ready, and None, or how its loading failed."""
        if waiting := self._fleets.waiting(function, self._account.clock.time()):
            return waiting, None
        chance = self._account.chance.generator("environment", function.arn, function.revision)
        stream = f"{self._account.clock.now:%Y/%m/%d}/[{function.version}]{chance.getrandbits(128):032x}"
        given = variables(self._account, function, stream)
        fleet = self._fleets.fleet(function)
        environment = Environment(
            fleet.package,
            given,
            f"{self._account.seed}|{stream}",
            memory_mb=function.memory_mb,
            storage_mb=function.storage_mb,
        )
        warm = self._fleets.started(fleet, environment, stream)
        try:
            loaded = environment.load(talk.talk)
        except BaseException:
            self._fleets.give_up(warm)
            raise
        return warm, None if loaded.kind == "ready" else loaded

    def _log(self, function: Function, stream: str, told: Outcome) -> None:
        """Write the lines to CloudWatch Logs, whose group the service makes where there is none."""
        logs = self._account.observer("logs")
        where = {"logGroupName": function.log_group, "logStreamName": stream}
        now = int(self._account.clock.time() * 1000)
        entries: list[Any] = [{"timestamp": now, "message": line} for line in told.lines]
        try:
            logs.put_log_events(**where, logEvents=entries)
        except ClientError:
            _unless_there(logs.create_log_group, logGroupName=function.log_group)
            _unless_there(logs.create_log_stream, **where)
            logs.put_log_events(**where, logEvents=entries)


def _never_run(request_id: str, stopped: NotCalled) -> Outcome:
    """What is told of an event whose call was stopped as part of a loop."""
    payload = json.dumps({"errorType": stopped.code, "errorMessage": stopped.message}).encode()
    return Outcome(request_id, payload, "Unhandled", (), 0.0, None, "")


def _unless_there(call: Any, **arguments: Any) -> None:
    with contextlib.suppress(ClientError):
        call(**arguments)
