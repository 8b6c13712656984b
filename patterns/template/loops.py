"""Fn::ForEach: a loop in conditions, resources, properties or outputs, written out before anything else is looked at.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .errors import Path, TemplateError
from .intrinsics import LOOP
from .source import Document
from .values import Unknown, shown, spoken

SECTIONS = ("Conditions", "Resources", "Outputs")
MOST_NESTED = 5
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html"""

_NAME = re.compile(r"[A-Za-z0-9]+")
Evaluate = Callable[[Any, Path], Any]


def has_loops(value: Any) -> bool:
    """Whether a loop stands anywhere in a part of a template."""
    if isinstance(value, dict):
        return any((isinstance(key, str) and key.startswith(LOOP)) or has_loops(each) for key, each in value.items())
    return any(map(has_loops, value)) if isinstance(value, list) else False


def written_out(document: Document, evaluate: Evaluate) -> Document:
    """Return the document with every loop replaced by what it makes; the same document where it has none.

    `evaluate` gives the value of a collection. What a loop made has the line of the loop's body. Raises TemplateError.
    """
    body = document.body
    looping = [section for section in SECTIONS if has_loops(body.get(section))]
    if not looping:
        return document
    names = {*(body.get("Parameters") or {}), *body["Resources"]}
    writer = _Writer(evaluate, frozenset(names))
    made = {section: writer.mapping(body[section], (section,), (section,)) for section in looping}
    return replace(document, body={**body, **made}, origins={**document.origins, **writer.origins})


@dataclass
class _Writer:
    """Writes loops out, and notes where what it writes comes from."""

    evaluate: Evaluate
    taken: frozenset[str]
    origins: dict[Path, Path] = field(default_factory=dict)

    def mapping(self, members: Mapping[str, Any], path: Path, origin: Path, depth: int = 0) -> dict[str, Any]:
        """A mapping without loops; `path` is where it will stand, `origin` where it stands in the text."""
        written: dict[str, Any] = {}
        for key, member, source in self._members(members, origin, depth):
            if key in written:
                message = f"Template error: {_place(origin)}: Fn::ForEach makes {shown(key)} twice"
                raise TemplateError(message, path=origin)
            where = (*path, key)
            if source != where:
                self.origins[where] = source
            written[key] = self._written(member, where, source, depth)
        return written

    def _members(self, members: Mapping[str, Any], origin: Path, depth: int) -> Iterator[tuple[str, Any, Path]]:
        for key, member in members.items():
            if isinstance(key, str) and key.startswith(LOOP):
                yield from self._looped(key, member, (*origin, key), depth)
            else:
                yield key, member, (*origin, key)

    def _looped(self, name: str, form: Any, origin: Path, depth: int) -> Iterator[tuple[str, Any, Path]]:
        identifier, collection, body = _form(name, form, origin, self.taken)
        if depth >= MOST_NESTED:
            raise TemplateError(f"Template error: {name}: loops nest {MOST_NESTED} deep at most", path=origin)
        for item in self._items(name, collection, (*origin, 1)):
            inner = {_filled(key, identifier, item): _filled(each, identifier, item) for key, each in body.items()}
            sources = dict(zip(inner, body, strict=False))
            for key, member, source in self._members(inner, (*origin, 2), depth + 1):
                place = source if source[-1] not in sources else (*source[:-1], sources[source[-1]])
                yield key, member, place

    def _items(self, name: str, collection: Any, path: Path) -> list[str]:
        found = self.evaluate(collection, path)
        if isinstance(found, Unknown):
            what = f"what {name} loops over is not known yet: give the parameter that it names a value"
            raise TemplateError(f"Template error: {what}", path=path)
        if not isinstance(found, list) or any(isinstance(item, dict | list) for item in found):
            raise TemplateError(
                f"Template error: {name}: a collection is a list of texts, got {shown(found)}", path=path
            )
        unknown = next((item for item in found if isinstance(item, Unknown)), None)
        if unknown is not None:
            raise TemplateError(f"Template error: {name}: {unknown} of its collection is not known yet", path=path)
        return [spoken(item) for item in found]

    def _written(self, value: Any, path: Path, origin: Path, depth: int) -> Any:
        if path != origin and _is_described(path) and (text := _plain_sub(value)) is not None:
            return text
        if isinstance(value, dict):
            return self.mapping(value, path, origin, depth)
        if isinstance(value, list):
            return [self._written(each, (*path, at), (*origin, at), depth) for at, each in enumerate(value)]
        return value


def _form(name: str, form: Any, path: Path, taken: frozenset[str]) -> tuple[str, Any, dict[str, Any]]:
    if not isinstance(form, list) or len(form) != 3 or not isinstance(form[0], str) or not isinstance(form[2], dict):
        message = f"Template error: {name} takes [identifier, collection, {{key: value}}], got {shown(form)}"
        raise TemplateError(message, path=path)
    identifier, collection, body = form
    if not _NAME.fullmatch(identifier) or identifier in taken:
        why = "names a parameter or resource as well" if identifier in taken else "is not alphanumeric"
        raise TemplateError(f"Template error: {name}: the identifier {shown(identifier)} {why}", path=(*path, 0))
    return identifier, collection, body


def _filled(value: Any, identifier: str, item: str) -> Any:
    """A part of a loop's body for one item: `${Identifier}` and `&{Identifier}` in texts, and a Ref to it.

    `&{...}` leaves out what a logical id cannot have.
    """
    if isinstance(value, str):
        plain = re.sub(r"[^A-Za-z0-9]", "", item)
        return value.replace(f"${{{identifier}}}", item).replace(f"&{{{identifier}}}", plain)
    if isinstance(value, list):
        return [_filled(each, identifier, item) for each in value]
    if isinstance(value, dict):
        if value == {"Ref": identifier}:
            return item
        return {_filled(key, identifier, item): _filled(each, identifier, item) for key, each in value.items()}
    return value


def _is_described(path: Path) -> bool:
    return len(path) == 3 and path[0] == "Outputs" and path[2] == "Description"


def _plain_sub(value: Any) -> str | None:
    """The text of an `Fn::Sub` in which the loop left no variable, which a description may be, in a loop alone.

    So AWS's own template has it:
    https://github.com/aws-samples/cfn101-workshop/blob/main/code/solutions/looping-over-collections/vpc.yaml
    """
    text = value.get("Fn::Sub") if isinstance(value, dict) and len(value) == 1 else None
    return text if isinstance(text, str) and "${" not in text else None


def _place(path: Path) -> str:
    return "/".join(map(str, path))
