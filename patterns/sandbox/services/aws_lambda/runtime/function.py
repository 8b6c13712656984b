"""What the runtime has to know of a function; the service's own object is turned into this at one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_MEMORY_MB = 128
DEFAULT_STORAGE_MB = 512
DEFAULT_TIMEOUT_SECONDS = 3


@dataclass(frozen=True)
class Function:
    """One version of a function. `revision` changes with everything that needs a new process."""

    name: str
    arn: str
    version: str
    runtime: str
    handler: str
    code: bytes = field(repr=False)
    role: str
    revision: str
    variables: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[bytes, ...] = field(default=(), repr=False)
    layer_arns: tuple[str, ...] = ()
    memory_mb: int = DEFAULT_MEMORY_MB
    storage_mb: int = DEFAULT_STORAGE_MB
    timeout_seconds: int = DEFAULT_TIMEOUT_SECONDS
    reserved_concurrency: int | None = None
    recursive_loop: str = "Terminate"
    log_group: str = ""
    log_format: str = "Text"
    log_level: str = ""

    @property
    def unqualified_arn(self) -> str:
        """The ARN without a version."""
        return ":".join(self.arn.split(":")[:7])
