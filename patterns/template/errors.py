"""The errors of this layer, each with the place in the template it is about. No other module here defines one."""

from __future__ import annotations

Path = tuple[str | int, ...]
"""Where something stands in a template body: keys and list positions from the top."""


class TemplateError(ValueError):
    """The template is not one CloudFormation would take.

    `message` follows CloudFormation's own words where it has some; `path` is the place in the long-form body and
    `line` the 1-based line of the document's text, both None where there is no single place.
    """

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        return self.message if self.line is None else f"{self.message} (line {self.line})"


class ParameterError(TemplateError):
    """A value given for a deploy-time parameter is missing, unknown or outside its constraints."""


class UnsupportedError(TemplateError):
    """The template uses a feature of CloudFormation that this project does not evaluate."""


class CircularDependencyError(TemplateError):
    """Resources, or conditions, need each other, so none of them can come first."""


class UnknownTypeError(TemplateError):
    """No resource schema exists for this type."""
