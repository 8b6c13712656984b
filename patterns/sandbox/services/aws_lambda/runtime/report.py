"""What an invocation leaves in the log and gives its caller, in the service's words.

https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html,
https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from patterns.sandbox.services.aws_lambda.runtime.execution_environment import Answer
from patterns.sandbox.services.aws_lambda.runtime.function import Function
from patterns.sandbox.services.aws_lambda.runtime.inside.bootstrap import RECORD

SIGNAL_KILLED = -9


@dataclass(frozen=True)
class Outcome:
    """How an invocation went. `error` is None, or "Unhandled": the payload then says what."""

    request_id: str
    payload: bytes
    error: str | None
    lines: tuple[str, ...]
    duration_ms: float
    init_ms: float | None
    kind: str

    @property
    def log_tail(self) -> bytes:
        """The last 4 KB of the log, as an invocation with `LogType: Tail` returns it."""
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in self.lines).encode()[-4096:]


@dataclass(frozen=True)
class Timing:
    """How long an invocation took on the account's clock, and what is drawn for what a simulation cannot measure."""

    waited_seconds: float
    calls: int
    cold: bool

    def drawn(self, chance: Random) -> tuple[float, float | None, int]:
        """(milliseconds of the handler, of the loading or None, megabytes used)."""
        handler = (
            self.waited_seconds * 1000
            + chance.uniform(1.2, 3.8)
            + sum(chance.uniform(4, 12) for _ in range(self.calls))
        )
        loading = chance.uniform(95, 260) if self.cold else None
        return handler, loading, chance.randint(34, 41) + (38 if self.calls else 0)


@dataclass(frozen=True)
class Use:
    """What an invocation used: milliseconds of the handler, of the loading or None, megabytes."""

    milliseconds: float
    init: float | None
    memory_mb: int

    @property
    def billed_ms(self) -> int:
        """Milliseconds that are paid for.

        Loading is billed too: https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/
        """
        return math.ceil(self.milliseconds + (self.init or 0))


def outcome(
    function: Function, request_id: str, answer: Answer, timing: Timing, ended: datetime, chance: Random
) -> Outcome:
    """Return what the caller gets and what the log says."""
    milliseconds, init, memory = timing.drawn(chance)
    if answer.kind == "timeout":
        milliseconds, memory = function.timeout_seconds * 1000.0, min(memory, function.memory_mb)
    if answer.kind == "memory":
        memory = function.memory_mb
    payload, error = _payload(function, request_id, answer)
    written = list(events(answer.output))
    if answer.dropped_bytes:
        written.append(f"[sandbox] {answer.dropped_bytes:,} more bytes of output were not kept")
    use = Use(milliseconds, init, min(memory, function.memory_mb))
    if function.log_format == "JSON":
        begun = ended - timedelta(seconds=timing.waited_seconds)
        lines = [
            _platform("start", begun, {"requestId": request_id, "version": function.version}),
            *written,
            _platform("report", ended, _record(function, request_id, answer, use)),
        ]
    else:
        lines = [
            f"START RequestId: {request_id} Version: {function.version}",
            *written,
            *_ending(function, request_id, answer, ended),
            f"END RequestId: {request_id}",
            _report(function, request_id, answer, use),
        ]
    return Outcome(request_id, payload, error, tuple(lines), milliseconds, init, answer.kind)


def _payload(function: Function, request_id: str, answer: Answer) -> tuple[bytes, str | None]:
    if answer.kind == "result":
        return answer.payload, None
    if answer.kind in ("error", "failed"):
        return answer.payload, "Unhandled"
    kind, message = _trouble(function, answer)
    body = {"errorType": kind, "errorMessage": f"RequestId: {request_id} Error: {message}"}
    return json.dumps(body).encode(), "Unhandled"


def _trouble(function: Function, answer: Answer) -> tuple[str, str]:
    if answer.kind == "timeout":
        return "Sandbox.Timedout", f"Task timed out after {function.timeout_seconds:.2f} seconds"
    if answer.kind == "memory":
        return "Runtime.OutOfMemory", "Runtime exited with error: signal: killed"
    status = int(answer.payload or b"0")
    if status == 0:
        return "Runtime.ExitError", "Runtime exited without providing a reason"
    how = (
        f"exit status {status}" if status > 0 else "signal: killed" if status == SIGNAL_KILLED else f"signal: {-status}"
    )
    return "Runtime.ExitError", f"Runtime exited with error: {how}"


def _ending(function: Function, request_id: str, answer: Answer, ended: datetime) -> Iterator[str]:
    if answer.kind == "timeout":
        moment = f"{ended:%Y-%m-%dT%H:%M:%S}.{ended.microsecond // 1000:03d}Z"
        yield f"{moment} {request_id} {_trouble(function, answer)[1]}\n"
    elif answer.kind in ("exit", "memory"):
        kind, message = _trouble(function, answer)
        yield f"RequestId: {request_id} Error: {message}\n{kind}"


def _report(function: Function, request_id: str, answer: Answer, use: Use) -> str:
    parts = [
        f"REPORT RequestId: {request_id}",
        f"Duration: {use.milliseconds:.2f} ms",
        f"Billed Duration: {use.billed_ms} ms",
        f"Memory Size: {function.memory_mb} MB",
        f"Max Memory Used: {use.memory_mb} MB",
    ]
    if use.init is not None:
        parts.append(f"Init Duration: {use.init:.2f} ms")
    if answer.kind == "timeout":
        parts.append("Status: timeout")
    elif answer.kind in ("exit", "memory"):
        parts += ["Status: error", f"Error Type: {_trouble(function, answer)[0]}"]
    return "\t".join(parts) + "\t"


STATUS = {"result": "success", "error": "error", "failed": "error", "timeout": "timeout"}
"""How a report in JSON calls the end of an invocation; what ended with its process is a failure.

https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
"""


def _record(function: Function, request_id: str, answer: Answer, use: Use) -> dict[str, Any]:
    """What the REPORT line says, as JSON has it."""
    metrics: dict[str, Any] = {
        "durationMs": round(use.milliseconds, 3),
        "billedDurationMs": use.billed_ms,
        "memorySizeMB": function.memory_mb,
        "maxMemoryUsedMB": use.memory_mb,
    }
    if use.init is not None:
        metrics["initDurationMs"] = round(use.init, 3)
    record: dict[str, Any] = {"requestId": request_id, "metrics": metrics}
    record["status"] = STATUS.get(answer.kind, "failure")
    if answer.kind in ("exit", "memory"):
        record["errorType"] = _trouble(function, answer)[0]
    return record


def _platform(event: str, at: datetime, record: dict[str, Any]) -> str:
    """A line of the service's own, under `LogFormat: JSON`.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
    """
    moment = f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
    return json.dumps({"time": moment, "type": f"platform.{event}", "record": record})


def events(output: bytes) -> Iterator[str]:
    """The log events in what a process wrote: records whole, everything else line by line."""
    while output:
        plain, mark, rest = output.partition(RECORD)
        yield from (line.decode(errors="replace") for line in plain.split(b"\n") if line)
        size = int.from_bytes(rest[:4], "big") if mark else 0
        if mark and rest[4 : 4 + size]:
            yield rest[4 : 4 + size].decode(errors="replace")
        output = rest[4 + size :]
