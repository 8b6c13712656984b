"""The body of an answer, as urllib3 gives it to botocore and to `requests`. Not the answer itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Self

from patterns.sandbox.simulator.routing import Answer


class Body(io.BytesIO):
    """A response body as urllib3 gives it."""

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """The body of an answer."""
        return cls(answer.body.encode() if isinstance(answer.body, str) else answer.body)

    def stream(self, amt: int | None = None, decode_content: bool | None = None) -> Iterator[bytes]:
        """The body in pieces."""
        while chunk := self.read(amt):
            yield chunk
