"""Macros: what of a template is written by code, as `Transform` or `Fn::Transform`, and by the files of `AWS::Include`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
Who runs a macro is a deployment's to say; without one it is told where one stands that was not run. Not here: the
transforms that AWS hosts and that are understood (`loops`, `sam`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any

from patterns import files

from .copying import MAX_BYTES
from .declarations import RESOURCE_ATTRIBUTES
from .errors import Path, TemplateError, UnsupportedError
from .events import events
from .intrinsics import SHORT_FORMS
from .parse import parsed
from .source import Document
from .transforms import INCLUDE, INLINE, SECTIONS, SERVERLESS, UNDERSTOOD, form_of, transforms

Run = Callable[["Call"], Any]
"""Runs a macro; returns what stands in the place of its fragment. Raises `TemplateError`."""


@dataclass(frozen=True)
class Call:
    """A macro where it stands: `fragment` is what stands beside it, for one of the whole template all of that."""

    name: str
    parameters: Mapping[str, Any]
    fragment: Any
    path: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values of the template's own parameters."""


@dataclass(frozen=True)
class Unexpanded:
    """A macro that was not run, since nobody deploys."""

    name: str
    path: Path


@dataclass
class Expander:
    """Writes out the macros of one document, by `run`, or leaves out where each stands."""

    document: Document
    run: Run | None
    values: Mapping[str, Any]
    evaluate: Callable[[Any, Path], Any]
    unexpanded: list[Unexpanded] = field(default_factory=list)

    def inside(self, document: Document) -> Document:
        """The document without `Fn::Transform`: the innermost first."""
        sections = {
            name: self._written(section, (name,)) if isinstance(section, dict | list) else section
            for name, section in document.body.items()
            if name not in ("Transform", INLINE)
        }
        body = {name: document.body[name] for name in ("Transform",) if name in document.body} | sections
        if INLINE in document.body:
            body = self._here(document.body[INLINE], body, ())
        return self._with(document, body)

    def whole(self, document: Document, *, after: bool = False) -> Document:
        """The document without the macros of its section Transform that stand before the serverless one, or `after`."""
        named = transforms(document.body)
        border = named.index(SERVERLESS) if SERVERLESS in named else len(named)
        for index, said in enumerate(named):
            name, parameters = form_of(said, ("Transform",))
            if name not in UNDERSTOOD and after is (index > border):
                rest = {key: section for key, section in document.body.items() if key != "Transform"}
                made = self._result(name, parameters, rest, ("Transform",))
                document = self._with(document, made, [each for each in transforms(document.body) if each != said])
        return document

    def _with(self, document: Document, body: Any, left: list[Any] | None = None) -> Document:
        if not isinstance(body, dict):
            raise TemplateError(
                "Template format error: a macro made something else of the template", path=("Transform",)
            )
        remaining = transforms(document.body) if left is None else left
        body = {name: section for name, section in body.items() if name != "Transform"}
        if self.unexpanded:
            body = _readable(body)
        if remaining:
            body["Transform"] = remaining
        body.setdefault("Resources", {})
        there = document.body["Resources"]
        made: dict[Path, Path] = {
            ("Resources", name): ("Transform",) for name in body["Resources"] if name not in there
        }
        return replace(document, body=body, origins={**document.origins, **made})

    def _written(self, value: Any, path: Path) -> Any:
        if isinstance(value, list):
            return [self._written(each, (*path, index)) for index, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        written = {key: self._written(each, (*path, key)) for key, each in value.items() if key != INLINE}
        return self._here(value[INLINE], written, path) if INLINE in value else written

    def _here(self, said: Any, beside: dict[str, Any], path: Path) -> Any:
        """What stands in the place of a mapping with `Fn::Transform` in it."""
        made: Any = beside
        for each in said if isinstance(said, list) else [said]:
            name, parameters = form_of(each, (*path, INLINE))
            result = self._result(name, parameters, made, (*path, INLINE))
            # In a value what is not known stays as it is written; in a declaration it is left out.
            made = {INLINE: each} if result is made and not made and len(path) > 2 else result
        return made

    def _result(self, name: str, parameters: Mapping[str, Any], fragment: Any, path: Path) -> Any:
        call = Call(name, parameters, fragment, path, self.values)
        if name == INCLUDE:
            location = self.evaluate(parameters.get("Location"), (*path, "Parameters", "Location"))
            call = replace(call, parameters={"Location": location})
            if isinstance(location, str) and "://" not in location:
                return included(_text(self.document, location, path), call)
        if self.run is None:
            self.unexpanded.append(Unexpanded(name, path))
            return fragment
        return self.run(call)


def _readable(body: Mapping[str, Any]) -> dict[str, Any]:
    """What is a template already of one that only a macro makes one."""
    found = {name: section for name, section in body.items() if name in SECTIONS}
    resources = found.get("Resources") or {}
    found["Resources"] = {
        name: {key: each for key, each in resource.items() if key in RESOURCE_ATTRIBUTES}
        for name, resource in resources.items()
        if isinstance(resource, dict) and isinstance(resource.get("Type"), str)
    }
    if resources and not found["Resources"]:
        raise UnsupportedError(
            "No resource of this template has a type before its macros have run, which only a deployment does",
            path=("Resources",),
        )
    return found


def calls(body: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Every macro of a template by name, with its place: those of the section Transform, then `Fn::Transform`."""
    for said in transforms(body):
        name, _ = form_of(said, ("Transform",))
        if name not in UNDERSTOOD:
            yield name, ("Transform",)
    yield from _inside(body, ())


def _inside(value: Any, path: Path) -> Iterator[tuple[str, Path]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in members:
        if key == INLINE:
            for said in each if isinstance(each, list) else [each]:
                yield form_of(said, (*path, INLINE))[0], (*path, INLINE)
        else:
            yield from _inside(each, (*path, key))


def included(text: str, call: Call) -> Any:
    """What the text of a snippet makes of what stands beside it, which comes before what the snippet says."""
    if not text.lstrip().startswith("{") and any(event.tag in SHORT_FORMS for event in events(text)):
        message = "the snippet uses short forms of functions (!Ref), which AWS::Include does not take: write Ref: "
        raise TemplateError(f"Transform {INCLUDE} failed with: {message}and Fn::Name: instead", path=call.path)
    content = parsed(text)
    if not call.fragment:
        return content
    if not isinstance(content, dict):
        raise TemplateError(
            f"Transform {INCLUDE} failed with: the snippet is no mapping, and other members stand beside it",
            path=call.path,
        )
    return {**content, **call.fragment}


def _text(document: Document, location: str, path: Path) -> str:
    file = (document.folder or File.cwd()) / location
    try:
        return files.text(file, MAX_BYTES)
    except OSError as error:
        message = f"Transform {INCLUDE} failed with: {location!r} cannot be read: {error.strerror}: local paths are "
        raise TemplateError(f"{message}relative to the template", path=path) from None
    except UnicodeDecodeError:
        raise TemplateError(f"Transform {INCLUDE} failed with: {location!r} is no UTF-8 text", path=path) from None
