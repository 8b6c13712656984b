"""The troposphere code that makes a template, class by class; only where it makes exactly that template.

https://troposphere.readthedocs.io/en/latest/
"""

from __future__ import annotations

import importlib
import json
import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LINE = 88
"""How long a line may be before a value is written over several."""

MODULES = {"lambda": "awslambda"}
"""Where a service's module is not called like the service in its types."""

FUNCTIONS = {
    "Fn::Base64": "Base64", "Fn::Cidr": "Cidr", "Fn::FindInMap": "FindInMap", "Fn::GetAZs": "GetAZs",
    "Fn::GetAtt": "GetAtt", "Fn::If": "If", "Fn::ImportValue": "ImportValue", "Fn::Join": "Join",
    "Fn::Select": "Select", "Fn::Split": "Split", "Fn::Sub": "Sub", "Ref": "Ref", "Condition": "Condition",
    "Fn::Equals": "Equals", "Fn::And": "And", "Fn::Or": "Or", "Fn::Not": "Not",
}  # fmt: skip
ATTRIBUTES = ("Condition", "DeletionPolicy", "DependsOn", "Metadata", "UpdateReplacePolicy")
SETTERS = {"AWSTemplateFormatVersion": "set_version", "Description": "set_description", "Metadata": "set_metadata"}


class _Unwritable(Exception):
    """Something that this module does not know how to say in troposphere."""


def written(body: Mapping[str, Any]) -> str:
    """A program whose `template` is this one; empty where troposphere has no words for it."""
    try:
        text = _Program().of(body)
        made: dict[str, Any] = {"__name__": "template"}
        # Its own words only: every name is one of troposphere's, every value is written by `repr`.
        exec(compile(text, "template.py", "exec"), made)
        same = json.loads(made["template"].to_json()) == json.loads(json.dumps(body))
    except (_Unwritable, TypeError, ValueError, AttributeError, KeyError):
        return ""
    return text if same else ""


@dataclass
class _Program:
    imports: set[str] = field(default_factory=lambda: {"Template"})

    def of(self, body: Mapping[str, Any]) -> str:
        lines = [line for section in body for line in self._section(section, body[section])]
        head = _laid_out("from troposphere import (", sorted(self.imports), ")")
        says = '"""The template, as troposphere makes it: `python template.py` prints it."""'
        end = ['if __name__ == "__main__":', "    print(template.to_yaml())"]
        return "\n".join([says, "", head, "", "template = Template()", *lines, "", *end, ""])

    def _section(self, name: str, members: Any) -> Iterator[str]:
        if name in SETTERS:
            yield f"template.{SETTERS[name]}({self._value(members)})"
        elif name == "Resources":
            for title, resource in members.items():
                yield from self._added("add_resource", self._resource(title, resource))
        elif name in ("Parameters", "Outputs"):
            kind = self._name(name[:-1])
            for title, said in members.items():
                yield from self._added(f"add_{name[:-1].lower()}", self._call(kind, title, said, {}))
        elif name in ("Conditions", "Mappings"):
            for title, said in members.items():
                yield f"template.add_{name[:-1].lower()}({title!r}, {self._value(said)})"
        else:
            raise _Unwritable(name)

    def _added(self, method: str, made: str) -> Iterator[str]:
        yield f"template.{method}({made})"

    def _resource(self, title: str, resource: Mapping[str, Any]) -> str:
        kind = _class(resource["Type"])
        unknown = set(resource) - {"Type", "Properties", *ATTRIBUTES}
        if unknown:
            raise _Unwritable(unknown)
        attributes = {name: resource[name] for name in ATTRIBUTES if name in resource}
        return self._call(self._class_name(kind), title, {**resource.get("Properties", {}), **attributes}, kind.props)

    def _call(self, kind: str, title: str, properties: Mapping[str, Any], props: Mapping[str, Any]) -> str:
        said = [repr(title)] if title else []
        for name, value in properties.items():
            if not name.isidentifier() or keyword.iskeyword(name):
                raise _Unwritable(name)
            said.append(f"{name}={self._typed(value, props[name][0] if name in props else None)}")
        return _laid_out(f"{kind}(", said, ")")

    def _typed(self, value: Any, expected: Any) -> str:
        """A value where a property is expected: its own class, with its own members."""
        if _is_function(value):
            return self._value(value)
        if isinstance(expected, list) and isinstance(value, list) and isinstance(expected[0], type):
            return _laid_out("[", [self._typed(each, expected[0]) for each in value], "]")
        if not isinstance(expected, type) or not hasattr(expected, "props") or not isinstance(value, Mapping):
            return self._tags(value) if getattr(expected, "__name__", "") == "Tags" else self._value(value)
        return self._call(self._class_name(expected), "", value, expected.props)

    def _tags(self, value: Any) -> str:
        if not isinstance(value, list) or not all(set(tag) == {"Key", "Value"} for tag in value):
            raise _Unwritable("Tags")
        pairs = [f"{{{self._value(tag['Key'])}: {self._value(tag['Value'])}}}" for tag in value]
        return _laid_out(f"{self._name('Tags')}(", pairs, ")")

    def _value(self, value: Any) -> str:
        if _is_function(value):
            return self._function(*next(iter(value.items())))
        if isinstance(value, Mapping):
            return _laid_out("{", [f"{name!r}: {self._value(member)}" for name, member in value.items()], "}")
        if isinstance(value, list):
            return _laid_out("[", [self._value(member) for member in value], "]")
        if value is None or isinstance(value, str | bool | int | float):
            return repr(value)
        raise _Unwritable(value)

    def _function(self, name: str, argument: Any) -> str:
        if name not in FUNCTIONS:
            raise _Unwritable(name)
        kind = self._name(FUNCTIONS[name])
        arguments = argument if isinstance(argument, list) else [argument]
        return _laid_out(f"{kind}(", [self._value(each) for each in arguments], ")")

    def _class_name(self, kind: Any) -> str:
        module = kind.__module__.removeprefix("troposphere").removeprefix(".")
        return f"{self._name(module)}.{kind.__name__}" if module else self._name(kind.__name__)

    def _name(self, name: str) -> str:
        self.imports.add(name)
        return name


def _is_function(value: Any) -> bool:
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    name = next(iter(value))
    return isinstance(name, str) and (name.startswith("Fn::") or name == "Ref")


def _class(type_name: str) -> Any:
    service = type_name.split("::")[1].lower()
    try:
        module = importlib.import_module(f"troposphere.{MODULES.get(service, service)}")
    except ImportError as error:
        raise _Unwritable(type_name) from error
    kinds = (kind for kind in vars(module).values() if getattr(kind, "resource_type", None) == type_name)
    if (kind := next(kinds, None)) is None:
        raise _Unwritable(type_name)
    return kind


def _laid_out(opening: str, members: list[str], closing: str) -> str:
    line = f"{opening}{', '.join(members)}{closing}"
    if len(line) <= LINE and "\n" not in line:
        return line.replace("import (", "import ").removesuffix(")") if opening.endswith("import (") else line
    inner = "".join(_indented(member) for member in members)
    return f"{opening}\n{inner}{closing}"


def _indented(member: str) -> str:
    return "    " + member.replace("\n", "\n    ") + ",\n"
