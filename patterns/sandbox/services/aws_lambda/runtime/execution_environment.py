"""One execution environment: the process of a function, what it may use, and its end. Not what it is called with.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from patterns.sandbox.services.aws_lambda.runtime.interpreter import Interpreter
from patterns.sandbox.services.aws_lambda.runtime.package import Package
from patterns.sandbox.services.aws_lambda.runtime.zygote import SCRUBBED

LOOK_SECONDS = 0.05
"""How often the size of a busy process is looked at."""

INIT_SECONDS = 10.0
"""The service's limit for loading a function, here in real time."""

# What the process weighs before it did anything counts on the service too, but there it is smaller.
BASE_BYTES = 96 * 2**20
LOOSE_BYTES = 700 * 2**20

LOADED = b"\0loaded\0"


class Answer(NamedTuple):
    """How an invocation, or the loading, ended.

    `kind` is "result" or "error" with JSON, "ready", "failed" (while loading) with JSON, "exit" with a status,
    "memory" or "timeout".
    """

    kind: str
    payload: bytes = b""
    output: bytes = b""
    dropped_bytes: int = 0


@dataclass(frozen=True)
class Talk:
    """What the sandbox does for a running function: the time, its calls of AWS, and its sleep.

    `call` gives (status, headers, body) or raises; `sleep` returns whether the time was there to sleep.
    """

    now: Callable[[], float]
    call: Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]
    sleep: Callable[[float], bool]


class Environment:
    """A process with the function loaded. One invocation at a time; after anything but a result or error it is over."""

    def __init__(
        self, package: Package, variables: dict[str, str], seed: str, *, memory_mb: int, storage_mb: int
    ) -> None:
        self._over = False
        self._memory_bytes = memory_mb * 2**20
        self._seed = seed
        self._package = package
        self._process = Interpreter(package, variables, storage_mb * 2**20)
        self._variables = {**SCRUBBED, **variables}

    def __repr__(self) -> str:
        return f"Environment(pid={self._process.pid}, {'over' if self.over else 'ready'})"

    @property
    def over(self) -> bool:
        """Whether it has ended, or is the parent's in a forked child of this process."""
        return self._over or not self._process.is_ours

    @over.setter
    def over(self, over: bool) -> None:
        self._over = over

    def load(self, talk: Talk) -> Answer:
        """Load the function; `kind` "ready" when it can be called."""
        about = {
            "task_root": self._process.seen(str(self._package.task_root)),
            "layers": [self._process.seen(str(folder)) for folder in self._package.layers],
            "provided": self._package.provided,
            "variables": self._variables,
            "seed": self._seed,
            "memory_bytes": self._memory_bytes + LOOSE_BYTES,
        }
        self._process.output.begin(LOADED)
        answer = self._ended(self._exchange({**about, "end": LOADED.decode()}, b"", talk, INIT_SECONDS), ("ready",))
        return answer if answer.kind == "ready" else self._with_output(answer, wait=answer.kind == "failed")

    def invoke(self, about: dict[str, Any], event: bytes, talk: Talk, seconds: float) -> Answer:
        """Return how one event went; `seconds` is the limit in real time for code that does not end."""
        end = f"\0{about['request_id']} ends\0"
        self._process.output.begin(end.encode())
        answer = self._exchange({**about, "end": end}, event, talk, seconds)
        return self._with_output(self._ended(answer, ("result", "error")), wait=not self.over)

    def _with_output(self, answer: Answer, *, wait: bool) -> Answer:
        kept, dropped = self._process.output.taken(wait=wait)
        payload, output = (
            self._package.as_deployed(self._process.as_deployed(each)) for each in (answer.payload, kept)
        )
        return answer._replace(payload=payload, output=output, dropped_bytes=dropped)

    def close(self) -> None:
        """End the process and everything it started."""
        self._over = True
        self._process.close()

    def _exchange(self, head: dict[str, Any], body: bytes, talk: Talk, seconds: float) -> Answer:
        """Send one message and serve the process until it answers, ends, or has had its time."""
        deadline = time.monotonic() + seconds
        try:
            self._process.send({**head, "now": talk.now()}, body)
            while True:
                said = self._process.receive(min(LOOK_SECONDS, max(deadline - time.monotonic(), 0)))
                if said is None:
                    if trouble := self._trouble(deadline):
                        return trouble
                    continue
                asked, data = said
                if asked["kind"] not in ("call", "sleep"):
                    return Answer(str(asked["kind"]), data)
                spent = time.monotonic()
                if not self._serve(asked, data, talk):
                    return Answer("timeout")
                deadline += time.monotonic() - spent
        except (EOFError, OSError):
            return Answer("exit", str(self._process.status()).encode())
        except (KeyError, ValueError):  # its code has written into the runtime's own pipe
            return Answer("exit", b"1")

    def _serve(self, asked: dict[str, Any], data: bytes, talk: Talk) -> bool:
        if asked["kind"] == "sleep":
            slept = talk.sleep(float(asked["seconds"]))
            if slept:
                self._process.send({"now": talk.now()})
            return slept
        call = str(asked["method"]), str(asked["url"]), dict(asked["headers"])
        try:
            status, headers, body = talk.call(*call, data)
        except Exception as error:
            self._process.send({"refused": str(error), "now": talk.now()})
        else:
            if not talk.sleep(0):  # the answer came when the function's time was over
                return False
            self._process.send({"status": status, "headers": headers, "now": talk.now()}, body)
        return True

    def _trouble(self, deadline: float) -> Answer | None:
        """Why a process that says nothing is to be ended."""
        if time.monotonic() >= deadline:
            return Answer("timeout")
        if self._process.size_bytes() > self._memory_bytes + BASE_BYTES:
            return Answer("memory")
        return None

    def _ended(self, answer: Answer, alive: tuple[str, ...]) -> Answer:
        if answer.kind not in alive:
            self._over = True
            self._process.kill()
        return answer
