"""Several templates side by side in one, to be looked at as a whole: every name begins with its stack's.

What one exports and another imports becomes a plain reference. Nothing is deployed so: stacks are deployed one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .source import Document
from .values import spoken, sub_parts

SECTIONS = ("Parameters", "Mappings", "Rules", "Conditions", "Resources", "Outputs")
Body = dict[str, Any]


def united(name: str, parts: Sequence[Document]) -> Document:
    """One document with all that the parts hold, under names that begin with the name of the part."""
    prefixes = _prefixes(parts)
    written = [Renaming(prefix, part).body() for prefix, part in zip(prefixes, parts, strict=True)]
    body: Body = {section: _joined(each.get(section, {}) for each in written) for section in SECTIONS}
    exports = {
        _key(output["Export"]["Name"]): output["Value"] for output in body["Outputs"].values() if "Export" in output
    }
    body["Resources"] = _imported(body["Resources"], exports)
    body["Outputs"] = {key: _imported(output, exports) for key, output in body["Outputs"].items()}
    transforms = list(dict.fromkeys(each for one in written for each in one.get("Transform", [])))
    values = {
        f"{prefix}{key}": value
        for prefix, part in zip(prefixes, parts, strict=True)
        for key, value in part.parameters.items()
    }
    body = {section: members for section, members in body.items() if members}
    if transforms:
        body["Transform"] = transforms
    return Document(body, name, values, parts=tuple(parts), foreign=any(part.foreign for part in parts))


def _joined(members: Any) -> Body:
    return {key: value for each in members for key, value in each.items()}


def _prefixes(parts: Sequence[Document]) -> list[str]:
    """What the names of each part begin with: its own name, and a number where another's looks the same."""
    prefixes: list[str] = []
    for part in parts:
        plain = re.sub(r"[^A-Za-z0-9]", "", part.name)
        numbered = (f"{plain}{number}" for number in range(2, len(parts) + 2))
        prefixes.append(next(name for name in (plain, *numbered) if name not in prefixes))
    return prefixes


def _key(value: Any) -> str:
    return str(value)


def _imported(value: Any, exports: Mapping[str, Any]) -> Any:
    """The value with what is imported from another part as that part says it."""
    if isinstance(value, list):
        return [_imported(each, exports) for each in value]
    if not isinstance(value, dict):
        return value
    name = _key(value["Fn::ImportValue"]) if set(value) == {"Fn::ImportValue"} else None
    if name is not None and name in exports:
        return exports[name]
    return {key: _imported(each, exports) for key, each in value.items()}


@dataclass(frozen=True, eq=False)
class Renaming:
    """One part, its names made to begin with a prefix; what a name is worth instead, a subclass may say."""

    prefix: str
    part: Document

    def body(self) -> Body:
        """The part's body in its new names."""
        body = self.part.body
        said = body.get("Transform") or []
        renamed: Body = {"Transform": said if isinstance(said, list) else [said]}
        for section in SECTIONS:
            members = body.get(section) or {}
            renamed[section] = {self.named(name): self._member(section, each) for name, each in members.items()}
        return renamed

    def named(self, name: str) -> str:
        """The name as it is called in the whole; what is nobody's, or a loop's, stays."""
        return f"{self.prefix}{name}" if name in self._own else name

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(key for section in SECTIONS for key in self.part.body.get(section) or {} if key.isalnum())

    def _member(self, section: str, member: Any) -> Any:
        if section in ("Parameters", "Mappings"):
            return member
        written = self._value(member)
        if section in ("Resources", "Outputs") and isinstance(member, dict):
            if isinstance(member.get("Condition"), str):
                written["Condition"] = self.named(member["Condition"])
            if "DependsOn" in member:
                needed = member["DependsOn"]
                listed = needed if isinstance(needed, list) else [needed]
                written["DependsOn"] = [self.named(each) for each in listed]
        if section == "Conditions" and isinstance(member, dict) and set(member) == {"Condition"}:
            written = {"Condition": self.named(member["Condition"])}
        return written

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(each) for each in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(name, argument)] = value.items()
            rename = self._functions().get(name)
            if rename is not None:
                return rename(argument)
        return {key: self._value(each) for key, each in value.items()}

    def _functions(self) -> Mapping[str, Callable[[Any], Any]]:
        return {
            "Ref": self._ref,
            "Fn::GetAtt": lambda argument: {"Fn::GetAtt": self._first(argument)},
            "Fn::FindInMap": lambda argument: {"Fn::FindInMap": self._first(argument)},
            "Fn::If": lambda argument: {"Fn::If": self._first(argument)},
            "Fn::Sub": lambda argument: {"Fn::Sub": self._sub(argument)},
            "Condition": self._condition,
        }

    def instead(self, name: str) -> Any:
        """What stands in the place of a reference to a name; None where the name stays."""
        return self.part.name if name == "AWS::StackName" else None

    def _ref(self, name: Any) -> Any:
        if isinstance(name, str) and (value := self.instead(name)) is not None:
            return value
        return {"Ref": self.named(name) if isinstance(name, str) else self._value(name)}

    def _condition(self, name: Any) -> Any:
        return {"Condition": self.named(name) if isinstance(name, str) else self._value(name)}

    def _first(self, argument: Any) -> Any:
        """A list whose first item is a name."""
        if not isinstance(argument, list) or not argument:
            return self._value(argument)
        first = self.named(argument[0]) if isinstance(argument[0], str) else self._value(argument[0])
        return [first, *(self._value(each) for each in argument[1:])]

    def _sub(self, argument: Any) -> Any:
        text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
        if not isinstance(text, str) or not isinstance(given, dict):
            return argument
        values = self._value(given)
        renamed = "".join(self._part(is_variable, word, given, values) for is_variable, word in sub_parts(text, ()))
        return [renamed, values] if values else renamed

    def _part(self, is_variable: bool, word: str, given: Mapping[str, Any], values: Body) -> str:
        if not is_variable:
            return word.replace("${", "${!")
        if word in given:
            return f"${{{word}}}"
        if (value := self.instead(word)) is not None:
            return within_text(value, word, values)
        logical_id, dot, attribute = word.partition(".")
        return f"${{{self.named(logical_id)}{dot}{attribute}}}"


def within_text(value: Any, word: str, values: Body) -> str:
    """What stands in a text of `Fn::Sub` for a value; one that has no short form joins `values` under a name."""
    if isinstance(value, dict) and len(value) == 1:
        [(name, argument)] = value.items()
        if name == "Ref" and isinstance(argument, str):
            return f"${{{argument}}}"
        if name == "Fn::GetAtt" and isinstance(argument, list) and all(isinstance(each, str) for each in argument):
            return f"${{{'.'.join(argument)}}}"
        if name == "Fn::Sub" and isinstance(argument, str):
            return argument
    if isinstance(value, dict | list):
        named = re.sub(r"[^A-Za-z0-9]", "", word)
        values[named] = value
        return f"${{{named}}}"
    return spoken(value).replace("${", "${!")
