"""Any form in which a template is given to one `Document`. What its expressions mean is for `resolve`."""

from __future__ import annotations

import contextlib
import json
import pathlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from patterns import files

from .copying import MAX_BYTES, Copier, check_size
from .errors import Path, TemplateError
from .parse import parsed
from .structure import check
from .text import to_yaml
from .values import shown

if TYPE_CHECKING:
    from .assembly import Synthesised

__all__ = ["MAX_BYTES", "Document", "Path", "load"]

_BEGINS_TEMPLATE = re.compile(r"[\ufeff \t\r]*(?:\{|[\"']?[A-Z]\w*[\"']?:(?:\s|$))")


@dataclass(frozen=True, eq=False)
class Document:
    """A template as one body, with what its source knew besides.

    `body` has long-form functions only and is never to be changed; `name` suggests a stack name; `parameters` holds the
    values the source itself carries for deploy-time parameters; `given_text` is the text it was read from, if any.
    `folder` is where its file lies, to which its local paths are relative; None for one that is no file.
    `origins` says of what was made from the text, by a loop or a transform, where in the text it comes from.
    A `foreign` template came as text or data, not from an object of this program: code in it may be anybody's.
    `tags` are those of the whole stack, None where nobody said any.
    `assembly` is what the CDK says of it; `parts` are the stacks of an assembly that has several, which this is of all.
    `elsewhere` says of resources of nested templates, which it holds to be looked at as a whole, where each stands.
    """

    body: dict[str, Any]
    name: str = "template"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    given_text: str | None = None
    foreign: bool = True
    origins: Mapping[Path, Path] = field(default_factory=dict)
    folder: pathlib.Path | None = None
    tags: Mapping[str, str] | None = None
    assembly: Synthesised | None = None
    parts: tuple[Document, ...] = ()
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The text it was read from, else the body as short-form YAML."""
        return to_yaml(self.body) if self.given_text is None else self.given_text

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        """The 1-based line in `text` of every member of `body`, by path."""
        lines: dict[Path, int] = {}
        parsed(self.text, lines=lines)
        return lines

    def line(self, path: Path) -> int | None:
        """Return the line of the member at this path, or of the nearest one around it that has a line.

        What a loop made has the line of its body, and what a nested template holds the line in that one.
        """
        if there := self._elsewhere(path):
            return there.document.line(("Resources", there.logical_id, *path[2:]))
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                return self._line((*self.origins[path[:length]], *path[length:]))
        return self._line(path)

    def file(self, path: Path) -> str:
        """The file of the nested template that holds the member at this path; empty for its own members."""
        there = self._elsewhere(path)
        return there.file if there else ""

    def written_as(self, logical_id: str) -> str:
        """The resource of the text that a transform made one of; its own name where nobody made it."""
        there = self.elsewhere.get(logical_id)
        if there:
            own = there.document.written_as(there.logical_id)
            return f"{logical_id.removesuffix(there.logical_id)}{own}"
        origin = self.origins.get(("Resources", logical_id), ())
        return str(origin[1]) if len(origin) == 2 else logical_id

    def _elsewhere(self, path: Path) -> Elsewhere | None:
        return self.elsewhere.get(str(path[1])) if path[:1] == ("Resources",) and len(path) > 1 else None

    def _line(self, path: Path) -> int | None:
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    @contextlib.contextmanager
    def locating(self) -> Iterator[None]:
        """Give every TemplateError that leaves the block the line of its path."""
        try:
            yield
        except TemplateError as error:
            if error.line is None and error.path is not None:
                error.line = self.line(error.path)
            raise

    def __repr__(self) -> str:
        return f"Document({self.name!r}, {len(self.body['Resources'])} resources)"


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """Where a resource stands: the file of a nested template as the one around it names it, and the name there.

    `stack` is the name, in the whole, of the stack that nests it.
    """

    file: str
    document: Document
    logical_id: str
    stack: str


def load(source: Any) -> Document:
    """Return the template as a Document.

    `source` is a Document, a path (pathlib.Path, or a string of one line) of a file or of a folder that `cdk synth`
    wrote, YAML or JSON text (more than one line, or
    beginning with "{" or a section), a mapping, or any object with `to_dict()`, whose `name` and `deploy_parameters`
    are kept when it has them. Mappings are copied. Raises TemplateError, with the line where there is one, for what
    CloudFormation would refuse to read: over 1,048,576 bytes, malformed, aliases, unknown sections or tags, nulls,
    quotas exceeded; and UnsupportedError for Hooks.
    """
    if isinstance(source, Document):
        return source
    if isinstance(source, pathlib.PurePath):
        return _from_path(pathlib.Path(source))
    if isinstance(source, str):
        return _from_text(source, "template") if _is_text(source) else _from_path(pathlib.Path(source))
    if isinstance(source, Mapping):
        return _from_mapping(source, "template", {})
    if isinstance(source, type):
        raise TemplateError(f"{source.__name__} is a class and no template yet: give {source.__name__}()")
    if callable(getattr(source, "to_dict", None)):
        return _from_object(source)
    raise TemplateError(
        f"A {type(source).__name__} is not a template: "
        "give a path, YAML or JSON text, a mapping, or an object with to_dict()"
    )


def trusted(source: Any) -> Document:
    """Return the template as a Document whose code whoever names it has read, and lets run. Raises as `load`."""
    document = load(source)
    said = document.assembly
    if said is not None:
        said = replace(said, needs=tuple(map(trusted, said.needs)))
    return replace(document, foreign=False, assembly=said, parts=tuple(map(trusted, document.parts)))


def _is_text(source: str) -> bool:
    """Whether a string is a template and no path: more than one line, JSON, or a line that begins with a section."""
    return "\n" in source or _BEGINS_TEMPLATE.match(source) is not None


def _from_object(source: Any) -> Document:
    name = getattr(source, "name", None)
    parameters = getattr(source, "deploy_parameters", None) or {}
    try:
        body = source.to_dict()
    except Exception as error:
        # Those of the cookbook's own say what to do.
        if type(error).__module__.startswith("patterns."):
            raise
        message = f"A {type(source).__name__} gives no template: {type(error).__name__}: {error}"
        raise TemplateError(message) from error
    document = _from_mapping(body, name if isinstance(name, str) else "template", parameters)
    return replace(document, foreign=False)


def _from_path(path: pathlib.Path) -> Document:
    from . import assembly  # reads documents itself

    if "\0" not in str(path) and assembly.is_assembly(path):
        return assembly.read(path)
    return assembly.beside(read_file(path), path)


def read_file(path: pathlib.Path) -> Document:
    """Return the template in a file. Raises TemplateError."""
    if "\0" in str(path):
        raise TemplateError("Template file's name holds a null character: give a path, or YAML or JSON text")
    try:
        if path.exists() and not path.is_file():
            message = f"Template file {shown(path)} is no file but a folder or a device: give a file's path"
            raise TemplateError(f"{message}, or the folder that cdk synth wrote")
        check_size(path.stat().st_size)
        text = files.text(path, MAX_BYTES)
    except UnicodeEncodeError:
        raise TemplateError(f"Template file {shown(path)} has a name that no file can have") from None
    except OSError as error:
        raise TemplateError(f"Template file {shown(path)} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        message = f"Template file {shown(path)} is not UTF-8 text: {error.reason} at byte {error.start}"
        raise TemplateError(message) from None
    return replace(_from_text(text, path.stem), folder=path.parent)


def _from_text(text: str, name: str) -> Document:
    check_size(len(text) if len(text) > MAX_BYTES else len(text.encode(errors="replace")))
    body = parsed(text)
    document = Document({} if body is None else body, _stack_name(name), {}, text)
    with document.locating():
        check(document.body)
    return _with_resources(document)


def _with_resources(document: Document) -> Document:
    """The document with a section Resources, where macros are to make it."""
    return document if "Resources" in document.body else replace(document, body={**document.body, "Resources": {}})


def _from_mapping(source: Any, name: str, parameters: Mapping[str, Any]) -> Document:
    document = Document(Copier().copied(source, ()), _stack_name(name), dict(parameters))
    check(document.body)
    check_size(len(json.dumps(document.body, separators=(",", ":"))))
    return _with_resources(document)


def _stack_name(name: str) -> str:
    """Return the name with what a stack's name may not hold replaced by hyphens."""
    cleaned = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:128]
    return cleaned if cleaned[:1].isalpha() else f"template-{cleaned}".rstrip("-")
