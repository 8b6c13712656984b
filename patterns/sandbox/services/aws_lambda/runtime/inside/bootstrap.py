"""The program of a function's process: it does what the service's Python runtime does, and nothing else of ours.

With the standard library only; the sandbox at the other end of two pipes gives it events, answers its calls of AWS and
passes the account's time for it. Time, chance, network, files and processes are the sandbox's in here.

Behaviour: https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html, python-logging.html, python-exceptions.html
"""

from __future__ import annotations

import datetime
import importlib
import importlib.machinery
import io
import json
import logging
import os
import random
import struct
import sys
import threading
import time
import traceback
from typing import Any

from .web import LeadingIn

HEAD = struct.Struct(">II")
RECORD = b"\xa5\x5a\x00\x03"  # before a log record and its length, so that its line breaks do not split it
LOG_FD = 1

TICK_SECONDS = 1e-6
"""How much each look at the clock takes, so that a loop which waits for it to move ends."""

LONGEST_SLEEP_SECONDS = 2**63 // 10**9
"""The standard library counts nanoseconds in 64 bits."""


def write_frame(stream: Any, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one message: what it is, as JSON, and bytes."""
    text = json.dumps(head).encode()
    stream.write(HEAD.pack(len(text), len(body)) + text + body)
    stream.flush()


def read_frame(stream: Any) -> tuple[dict[str, Any], bytes]:
    """Receive one message. Raises `EOFError` when the other end has gone."""
    sizes = _exactly(stream, HEAD.size)
    head, body = HEAD.unpack(sizes)
    return json.loads(_exactly(stream, head)), _exactly(stream, body)


def _exactly(stream: Any, size: int) -> bytes:
    parts = []
    while size:
        part = stream.read(size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class Sandbox:
    """The other end: one question and its answer at a time, whichever thread of the function asks."""

    _incoming: Any
    _outgoing: Any

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clock = Clock(self)

    def connect(self, incoming: int, outgoing: int) -> None:
        """Speak through these two descriptors."""
        self._incoming, self._outgoing = os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """Wait for the next event."""
        head, body = read_frame(self._incoming)
        self.clock.set(head["now"])
        return head, body

    def send(self, kind: str, body: bytes = b"", **head: Any) -> None:
        """Say something that needs no answer."""
        with self._lock:
            write_frame(self._outgoing, {"kind": kind, **head}, body)

    def ask(self, kind: str, body: bytes = b"", **head: Any) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a question."""
        with self._lock:
            write_frame(self._outgoing, {"kind": kind, **head}, body)
            answer, data = read_frame(self._incoming)
        self.clock.set(answer["now"])
        return answer, data


class Clock:
    """The account's time in this process; sleeping asks the sandbox to let it pass."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._now = 0.0
        self._ticks = 0

    def set(self, now: float) -> None:
        """Take over the account's time, which never goes back in here."""
        if now > self._now + self._ticks * TICK_SECONDS:
            self._now, self._ticks = now, 0

    def time(self) -> float:
        """Seconds since 1970."""
        self._ticks += 1
        return self._now + self._ticks * TICK_SECONDS

    def sleep(self, seconds: float) -> None:
        """Let the account's time pass. Raises what the standard library's does."""
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if seconds > LONGEST_SLEEP_SECONDS:
            raise OverflowError("timestamp too large to convert to C _PyTime_t")
        self._sandbox.ask("sleep", seconds=float(seconds))

    def install(self) -> None:
        """Stand in for the clocks of the standard library. `monotonic`, which its own waits use, stays real."""
        real = {name: getattr(time, name) for name in ("gmtime", "localtime", "ctime", "strftime")}
        time.time = self.time
        time.time_ns = lambda: int(self.time() * 1e9)
        time.perf_counter = self.time
        time.perf_counter_ns = time.time_ns
        time.sleep = self.sleep  # type: ignore[assignment]
        for name in ("gmtime", "localtime", "ctime"):
            setattr(time, name, self._now_unless_given(real[name]))
        time.strftime = lambda form, moment=None: real["strftime"](form, moment or time.localtime())
        datetime.datetime = _datetime_of(self)  # type: ignore[misc]

    def _now_unless_given(self, real: Any) -> Any:
        return lambda seconds=None: real(self.time() if seconds is None else seconds)


def _datetime_of(clock: Clock) -> Any:
    real = datetime.datetime

    class RealInstances(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, real)

    class Datetime(real, metaclass=RealInstances):  # type: ignore[misc,valid-type]
        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            return real(*args, **kwargs)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real.fromtimestamp(clock.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return real.fromtimestamp(clock.time(), datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    Datetime.__name__ = Datetime.__qualname__ = "datetime"
    return Datetime


def draw_from(seed: str) -> None:
    """Let all chance in here come from `seed`."""
    generator = random.Random(seed)
    os.urandom = generator.randbytes
    random._urandom = generator.randbytes  # type: ignore[attr-defined]
    random.seed(seed)


def limit_memory(bytes_more: int) -> None:
    """Let the process have no more address space than it has now and `bytes_more`, where the system can."""
    try:
        import resource

        with io.open("/proc/self/statm") as sizes:  # noqa: UP020
            present = int(sizes.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (present + bytes_more, present + bytes_more))
    except (ImportError, OSError, ValueError):
        pass  # the sandbox watches the process's size as well


class Provided(importlib.machinery.PathFinder):
    """Finds what the service's runtime brings with it, and nothing else that happens to be installed here."""

    folders: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    @classmethod
    def find_spec(cls, fullname: str, path: Any = None, target: Any = None) -> Any:
        """Find a top-level package of the runtime; its modules are found by its own path."""
        if path is None and fullname in cls.names:
            return super().find_spec(fullname, list(cls.folders), target)
        return None


# --- logs ---


def write_record(text: str) -> None:
    """Write one log event, whatever lines it has."""
    data = text.encode(errors="replace")
    _write_all(RECORD + len(data).to_bytes(4, "big") + data)


def _write_all(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(LOG_FD, view) :]


class Records(logging.Handler):
    """What the runtime puts on the root logger."""

    request_id = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as one event."""
        vars(record)["aws_request_id"] = self.request_id
        try:
            write_record(self.format(record))
        except Exception:
            self.handleError(record)


class JsonFormatter(logging.Formatter):
    """Records as the service writes them with `LogFormat: JSON`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one JSON object."""
        entry: dict[str, Any] = {
            "timestamp": _moment(record.created),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[0]:
            entry["errorType"] = record.exc_info[0].__name__
            entry["errorMessage"] = str(record.exc_info[1])
            entry["stackTrace"] = traceback.format_tb(record.exc_info[2])
        known = set(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime"}
        entry |= {name: value for name, value in vars(record).items() if name not in known}
        return json.dumps(entry | {"requestId": vars(record)["aws_request_id"]}, default=str, ensure_ascii=False)


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def set_up_logging() -> Records:
    """Give the root logger the runtime's handler, format and level."""
    records, as_json = Records(), os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
    if as_json:
        records.setFormatter(JsonFormatter())
    else:
        form = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
        formatter = logging.Formatter(form, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        records.setFormatter(formatter)
    logging.root.addHandler(records)
    level = {"TRACE": "DEBUG", "FATAL": "CRITICAL", "WARN": "WARNING"}
    named = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO" if as_json else "WARNING")
    logging.root.setLevel(level.get(named, named))
    return records


# --- the handler ---


class Failure(Exception):
    """What the runtime itself reports: the error's type and message, as the service words them."""

    def __init__(self, kind: str, message: str, trace: list[str] | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.trace = trace or []


def load_handler(name: str) -> Any:
    """Return the function `name` ("module.function") names. Raises `Failure`."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        message = f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        raise Failure("Runtime.MalformedHandlerName", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Failure("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from None
    except SyntaxError as error:
        line = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        message = f"Syntax error in module '{module_name}': {error}"
        raise Failure("Runtime.UserCodeSyntaxError", message, [line]) from None
    except Exception as error:
        raise Failure(type(error).__name__, str(error), _trace(error)) from None
    if not hasattr(module, function_name):
        raise Failure("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def _trace(error: BaseException) -> list[str]:
    """The frames of the function's own code."""
    ours = (os.path.dirname(__file__), "frozen importlib")
    return [entry for entry in traceback.format_tb(error.__traceback__) if not any(name in entry for name in ours)]


class Identity:
    """Who called through a mobile application: nobody."""

    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    """What a handler may ask of its invocation: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html."""

    def __init__(self, about: dict[str, Any], clock: Clock) -> None:
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.invoked_function_arn = about["arn"]
        self.aws_request_id = about["request_id"]
        self.client_context = None
        self.identity = Identity()
        self._clock = clock
        self._deadline = about["deadline"]

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds of the account's time until the service ends the invocation."""
        return max(int((self._deadline - self._clock.time()) * 1000), 0)

    def log(self, message: object) -> None:
        """Write to the function's log."""
        write_record(str(message))


def invoke(handler: Any, event: bytes, context: Context) -> tuple[str, bytes]:
    """Return how the handler dealt with an event: "result" or "error" with JSON, "exit" with a status, or "memory"."""
    try:
        result = handler(json.loads(event), context)
    except MemoryError:
        return "memory", b""
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        return "exit", str(status).encode()
    except BaseException as error:
        return "error", _reported(type(error).__name__, str(error), _trace(error), context.aws_request_id)
    if isinstance(result, bytes):
        return "result", result
    try:
        return "result", json.dumps(result, ensure_ascii=False, default=_number).encode()
    except Exception as error:
        message = f"Unable to marshal response: {error}"
        return "error", _reported("Runtime.MarshalError", message, [], context.aws_request_id)


def _number(value: Any) -> int | float:
    """A decimal as a number, as Lambda's own client of Python writes it; raises `TypeError` for anything else.

    https://github.com/aws/aws-lambda-python-runtime-interface-client (awslambdaric/lambda_runtime_marshaller.py)
    """
    # A handler that gives decimals has loaded their module; others need not.
    decimals = sys.modules.get("decimal")
    if decimals is None or not isinstance(value, decimals.Decimal):
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    is_whole = value.is_finite() and value.as_tuple().exponent >= 0
    return int(value) if is_whole else float(value)


def _report_text(kind: str, message: str, trace: list[str]) -> str:
    return f"[ERROR] {kind}: {message}" + ("\nTraceback (most recent call last):\n" + "".join(trace) if trace else "")


def _reported(kind: str, message: str, trace: list[str], request_id: str) -> bytes:
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        line = {"timestamp": _moment(time.time()), "log_level": "ERROR", "errorMessage": message, "errorType": kind}
        write_record(json.dumps(line | {"requestId": request_id, "stackTrace": trace}))
    else:
        write_record(_report_text(kind, message, trace))
    report = {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}
    return json.dumps(report, ensure_ascii=False).encode()


def become_runtime(sandbox: Sandbox, libraries: list[str], provided: list[str]) -> None:
    """Make the surroundings of any function."""
    Provided.folders, Provided.names = tuple(libraries), frozenset(provided)
    sys.meta_path.insert(0, LeadingIn(sandbox))
    sys.meta_path.append(Provided)
    sandbox.clock.install()


def serve(sandbox: Sandbox, incoming: int, outgoing: int, guard: Any) -> None:
    """Become a function's process, load it, then answer events. Raises `EOFError` when the sandbox closes the pipe.

    `guard` begins to refuse what the process may not do; it is called before anything of the function is run.
    """
    sandbox.connect(incoming, outgoing)
    start, _ = sandbox.receive()
    os.environ.update(start["variables"])
    time.tzset()
    os.chdir(start["task_root"])
    sys.path[:0] = [start["task_root"], *start["layers"]]
    Provided.names |= frozenset(start["provided"])
    draw_from(start["seed"])
    records = set_up_logging()
    guard()
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Failure as failure:
        payload = _reported(failure.kind, str(failure), failure.trace, "")
        _write_all(start["end"].encode())
        sandbox.send("failed", payload)
        return
    limit_memory(start["memory_bytes"])
    sandbox.send("ready")
    while True:
        about, event = sandbox.receive()
        draw_from(about["seed"])
        records.request_id = about["request_id"]
        kind, payload = invoke(handler, event, Context(about, sandbox.clock))
        _write_all(about["end"].encode())
        sandbox.send(kind, payload)
