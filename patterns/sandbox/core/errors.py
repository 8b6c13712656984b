"""What can go wrong with the sandbox itself; errors of the simulated services stay botocore's `ClientError`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


class SandboxError(Exception):
    """Something the sandbox cannot or will not do."""


class SandboxEnded(SandboxError):
    """The sandbox this client or session belongs to is over: start another and make a new client."""


class ProcessEnded(BaseException):
    """Unwinds a process whose sandbox has ended; nothing but its thread should catch it."""


class OutsideSandbox(SandboxError):
    """A request that would have left the process, or that carries credentials from outside."""


class NotSimulated(SandboxError):
    """The simulation has nothing behind this host or path, or failed inside while answering."""


class NotEvaluated(NotSimulated):
    """A call of which the sandbox does not know what IAM would ask for: neither allowed nor denied, but said."""

    def __init__(self, service: str, operation: str | None, principal: str) -> None:
        super().__init__(
            f"the sandbox does not decide whether {principal} may call {operation or 'this'} of {service}: the call "
            "was not evaluated. docs/fidelity.md lists what is; clients from aws.client(...) are not held to policies"
        )
        self.service = service
        self.operation = operation


class DeploymentRefused(SandboxError):
    """A template that is refused before anything is made: nothing was created, nothing changed."""


@dataclass(frozen=True)
class Unsupported:
    """A resource of a type that no provider makes, and where its type stands."""

    type: str
    logical_id: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.logical_id} is a {self.type}" if self.logical_id else self.type

    @property
    def place(self) -> str:
        """The line in brackets, empty where none is known."""
        return f" (line {self.line})" if self.line else ""


class UnsupportedType(DeploymentRefused):
    """Resource types that no provider makes; what CloudFormation would do is not known here, so nothing is done.

    `found` has every resource of such a type in the template.
    """

    def __init__(self, *found: Unsupported) -> None:
        if len(found) == 1:
            what = f"{found[0]}, which the sandbox cannot make{found[0].place}"
        else:
            named = "; ".join(f"{each}{each.place}" for each in found)
            what = f"the sandbox cannot make {len(found)} resources: {named}"
        rest = ' unsupported="leave_out" deploys the rest.' if found[0].logical_id else ""
        super().__init__(f"{what}: nothing was deployed. docs/fidelity.md lists the types it makes.{rest}")
        self.found = found

    @property
    def type_name(self) -> str:
        """The type of the first."""
        return self.found[0].type


class StackFailed(SandboxError):
    """A create, update or delete that the services refused; the stack was brought back, its events say why."""

    def __init__(self, stack_name: str, status: str, reasons: Sequence[str], events: Sequence[Any] = ()) -> None:
        super().__init__(f"stack {stack_name} is {status}: " + "; ".join(reasons))
        self.stack_name = stack_name
        self.status = status
        self.reasons = tuple(reasons)
        self.events = tuple(events)


class ForeignCode(SandboxError):
    """Code that came with a template which is not a recipe's: it runs only where that was asked for."""

    def __init__(self, function_name: str) -> None:
        super().__init__(
            f"function {function_name} runs code that came with a template from outside this cookbook. Read it first; "
            "then deploy it with trust=True (on the command line --trust), or start the account with "
            "Sandbox(run_foreign_code=True); in tests use the marker run_foreign_code or the option "
            "aws_patterns_run_foreign_code of pytest"
        )


class Refused(Exception):
    """Raised by a handler to answer with a service's own error, in its protocol, before moto sees the call.

    Without a `status` the service's model decides, else its protocol.
    """

    def __init__(self, code: str, message: str, status: int | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def refuse(wrong: Iterable[tuple[str, str]]) -> None:
    """Raise `Refused` for the first of what is wrong (codes and messages), if anything is."""
    for code, message in wrong:
        raise Refused(code, message, 400)
