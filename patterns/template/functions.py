"""Each intrinsic function that yields a value, once, over known and unknown values. Conditions are in `conditions`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
Not here: dynamic references; "{{resolve:ssm:name}}" stays text until a deployment settles it (`dynamic`).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from .errors import Path, TemplateError, UnsupportedError
from .intrinsics import (
    CONDITION_FUNCTIONS,
    EXTENSION_FUNCTIONS,
    RULE_LOOKUPS,
    VALUE_FUNCTIONS,
    intrinsic,
)
from .transforms import INLINE, LANGUAGE_EXTENSIONS
from .values import NO_VALUE, Unknown, has_unknown, joined, references_of, spoken, sub_parts, unknown_call

__all__ = ["NO_VALUE", "Context", "Unknown", "evaluate"]

_ABSENT: Any = object()
MAX_CIDRS = 256


class Context(Protocol):
    """What the functions ask of the template and the deployment they are evaluated in."""

    region: str
    mappings: Mapping[str, Mapping[str, Mapping[str, Any]]]
    exports: Mapping[str, Any] | None
    imports: set[str]
    extended: bool

    def value(self, expression: Any, path: Path) -> Any:
        """Return the value of any expression; `NO_VALUE` for a Ref to AWS::NoValue."""

    def ref(self, name: str, path: Path) -> Any:
        """Return what Ref yields for a parameter, pseudo parameter or resource."""

    def get_att(self, logical_id: str, attribute: str, path: Path) -> Any:
        """Return what Fn::GetAtt yields."""

    def condition(self, name: str, path: Path) -> bool | Unknown:
        """Return the outcome of a named condition."""

    def looked_up(self, name: str, argument: Any, path: Path) -> Any:
        """Return what a function of rules yields that asks what parameters hold."""

    def zones(self, region: str) -> list[str]:
        """Return the names of the Availability Zones of a region."""


def evaluate(context: Context, name: str, argument: Any, path: Path) -> Any:
    """Return the value of one function call; `path` is that of its argument.

    Raises TemplateError, in CloudFormation's words, for arguments it does not take.
    """
    if name in EXTENSION_FUNCTIONS and not context.extended:
        raise TemplateError(f"{_unsupported(name)}. {name} needs Transform: {LANGUAGE_EXTENSIONS}", path=path)
    if name == INLINE:
        return unknown_call(name, str(argument.get("Name")) if isinstance(argument, dict) else name)
    if name.startswith("Fn::ForEach"):
        raise UnsupportedError(f"{name} is not run here: write out what it would produce", path=path)
    if name in RULE_LOOKUPS and path[:1] == ("Rules",):
        return context.looked_up(name, argument, path)
    if name not in _FUNCTIONS:
        raise TemplateError(_unsupported(name), path=path)
    return _FUNCTIONS[name](context, argument, path)


def _unsupported(name: str) -> str:
    supported = ", ".join((*VALUE_FUNCTIONS, *CONDITION_FUNCTIONS))
    return f"Template error: Encountered unsupported function: {name} Supported functions are: [{supported}]"


def _arguments(context: Context, name: str, argument: Any, path: Path, counts: tuple[int, ...], what: str) -> list[Any]:
    """Return the evaluated arguments of a function that takes a list of so many; `what` says so in its error."""
    if not isinstance(argument, list) or len(argument) not in counts:
        raise TemplateError(f"Template error: every {name} object requires {what}", path=path)
    values = [context.value(item, (*path, index)) for index, item in enumerate(argument)]
    return [[] if value is NO_VALUE else value for value in values]


def _ref(context: Context, argument: Any, path: Path) -> Any:
    if context.extended and intrinsic(argument) is not None:
        name = context.value(argument, path)
        return unknown_call("Ref", name) if isinstance(name, Unknown) else context.ref(spoken(name), path)
    if not isinstance(argument, str):
        raise TemplateError("Template format error: every Ref object must have a single String value.", path=path)
    return context.ref(argument, path)


def _get_att(context: Context, argument: Any, path: Path) -> Any:
    parts = list(argument) if isinstance(argument, list) else []
    if context.extended and parts and intrinsic(parts[0]) is not None:
        parts[0] = context.value(parts[0], (*path, 0))
        if isinstance(parts[0], Unknown):
            return unknown_call("Fn::GetAtt", *parts)
    if len(parts) != 2 or not isinstance(parts[0], str) or not all(parts):
        what = "two non-empty parameters, the resource name and the resource attribute"
        raise TemplateError(f"Template error: every Fn::GetAtt object requires {what}", path=path)
    attribute = context.value(parts[1], (*path, 1))
    if isinstance(attribute, Unknown):
        return unknown_call("Fn::GetAtt", parts[0], attribute)
    return context.get_att(parts[0], spoken(attribute), path)


def _sub(context: Context, argument: Any, path: Path) -> Any:
    text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if not isinstance(text, str) or not isinstance(given, dict):
        raise TemplateError(
            "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. "
            "Specify a string as first argument, and an optional second argument to specify a mapping of values "
            "to replace in the string",
            path=path,
        )
    values = {name: context.value(member, (*path, 1, name)) for name, member in given.items()}
    return joined([_sub_value(context, part, values, path) for part in sub_parts(text, path)], path)


def _sub_value(context: Context, part: tuple[bool, str], values: dict[str, Any], path: Path) -> Any:
    is_variable, name = part
    if not is_variable:
        return name
    logical_id, _, attribute = name.partition(".")
    if name in values:
        value = values[name]
    else:
        value = context.get_att(logical_id, attribute, path) if attribute else context.ref(name, path)
    if isinstance(value, list | dict) or value is NO_VALUE:
        raise TemplateError(
            f"Template error: variable {name} in Fn::Sub expression does not resolve to a string", path=path
        )
    return value


def _join(context: Context, argument: Any, path: Path) -> Any:
    what = (
        "two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns "
        "a list of strings (such as Fn::GetAZs) to be joined."
    )
    delimiter, items = _arguments(context, "Fn::Join", argument, path, (2,), what)
    if isinstance(items, Unknown) or isinstance(delimiter, Unknown):
        return unknown_call("Fn::Join", delimiter, items)
    if not isinstance(delimiter, str) or not isinstance(items, list) or any(isinstance(i, list | dict) for i in items):
        raise TemplateError(f"Template error: every Fn::Join object requires {what}", path=path)
    between = [part for item in items for part in (delimiter, item)]
    return joined(between[1:], path)


def _split(context: Context, argument: Any, path: Path) -> Any:
    what = (
        "two parameters, (1) a string delimiter and (2) a string to be split or a function that returns "
        "a string to be split."
    )
    delimiter, text = _arguments(context, "Fn::Split", argument, path, (2,), what)
    if has_unknown([delimiter, text]):
        return unknown_call("Fn::Split", delimiter, text)
    if not isinstance(delimiter, str) or not delimiter or isinstance(text, list | dict):
        raise TemplateError(f"Template error: every Fn::Split object requires {what}", path=path)
    return spoken(text).split(delimiter)


def _select(context: Context, argument: Any, path: Path) -> Any:
    what = "two parameters, (1) an index and (2) a list of objects to select from."
    index, items = _arguments(context, "Fn::Select", argument, path, (2,), what)
    if isinstance(index, Unknown) or isinstance(items, Unknown):
        return unknown_call("Fn::Select", index, items)
    if not re.fullmatch(r"-?[0-9]{1,9}", spoken(index)) or not isinstance(items, list):
        raise TemplateError(f"Template error: every Fn::Select object requires {what}", path=path)
    if not 0 <= int(index) < len(items):
        message = (
            f"Template error: Fn::Select  cannot select nonexistent value at index {index} of a list of {len(items)}"
        )
        raise TemplateError(message, path=path)
    return items[int(index)]


def _find_in_map(context: Context, argument: Any, path: Path) -> Any:
    what = "three parameters, the map name, map key and the attribute for return value"
    counts = (3, 4) if context.extended else (3,)
    *names, default = [*_arguments(context, "Fn::FindInMap", argument, path, counts, what), _ABSENT][:4]
    if has_unknown(names):
        return unknown_call("Fn::FindInMap", *names)
    name, key, member = map(spoken, names)
    fallback = default.get("DefaultValue", _ABSENT) if isinstance(default, dict) else _ABSENT
    found = context.mappings.get(name, {}).get(key, {}).get(member, fallback)
    if found is not _ABSENT:
        return found
    if name not in context.mappings:
        message = f"Template error: Mapping named '{name}' is not present in the 'Mappings' section of template."
        raise TemplateError(message, path=path)
    raise TemplateError(f"Template error: Unable to get mapping for {name}::{key}::{member}", path=path)


def _get_azs(context: Context, argument: Any, path: Path) -> Any:
    region = context.value(argument, path)
    if isinstance(region, Unknown):
        return unknown_call("Fn::GetAZs", region)
    if not isinstance(region, str):
        raise TemplateError("Template error: every Fn::GetAZs object requires the name of a region", path=path)
    return context.zones(region or context.region)


def _cidr(context: Context, argument: Any, path: Path) -> Any:
    import ipaddress
    import itertools

    what = "three parameters, the IP block, the count of CIDRs (1 to 256) and the number of subnet bits of each."
    block, count, bits = values = _arguments(context, "Fn::Cidr", argument, path, (3,), what)
    if has_unknown(values):
        return unknown_call("Fn::Cidr", *values)
    try:
        network = ipaddress.ip_network(spoken(block), strict=False)
        wanted, prefix = int(spoken(count)), network.max_prefixlen - int(spoken(bits))
        if not 1 <= wanted <= MAX_CIDRS:
            raise ValueError(f"{wanted} is not between 1 and {MAX_CIDRS}")
        found = [str(part) for part in itertools.islice(network.subnets(new_prefix=prefix), wanted)]
    except ValueError as error:
        raise TemplateError(f"Template error: every Fn::Cidr object requires {what} {error}", path=path) from None
    if len(found) < wanted:
        message = f"Template error: Fn::Cidr: {block} holds {len(found)} blocks of /{prefix}, {wanted} were asked for"
        raise TemplateError(message, path=path)
    return found


def _base64(context: Context, argument: Any, path: Path) -> Any:
    text = context.value(argument, path)
    if isinstance(text, Unknown):
        return unknown_call("Fn::Base64", text)
    if isinstance(text, list | dict):
        raise TemplateError("Template error: every Fn::Base64 object must have a String-typed value.", path=path)
    return base64.b64encode(spoken(text).encode()).decode()


def _import_value(context: Context, argument: Any, path: Path) -> Any:
    name = context.value(argument, path)
    if isinstance(name, list | dict):
        raise TemplateError(
            "Template error: the attribute in Fn::ImportValue must be a string or a function", path=path
        )
    if not isinstance(name, Unknown):
        context.imports.add(spoken(name))
    if isinstance(name, Unknown) or context.exports is None:
        return unknown_call("Fn::ImportValue", name)
    if spoken(name) not in context.exports:
        raise TemplateError(f"No export named {spoken(name)} found", path=path)
    return context.exports[spoken(name)]


def _if(context: Context, argument: Any, path: Path) -> Any:
    if not isinstance(argument, list) or len(argument) != 3 or not isinstance(argument[0], str):
        what = "a condition name, the value if it is true and the value if it is false"
        raise TemplateError(f"Template error: Fn::If requires a list argument with three parameters: {what}", path=path)
    outcome = context.condition(argument[0], path)
    if not isinstance(outcome, Unknown):
        index = 1 if outcome else 2
        return context.value(argument[index], (*path, index))
    branches = [context.value(argument[index], (*path, index)) for index in (1, 2)]
    if branches[0] == branches[1]:
        return branches[0]
    settled = unknown_call("Fn::If", argument[0], *branches)
    return Unknown(settled.text, settled.references | outcome.references)


def _length(context: Context, argument: Any, path: Path) -> Any:
    items = context.value(argument, path)
    if isinstance(items, Unknown):
        return unknown_call("Fn::Length", items)
    if not isinstance(items, list):
        raise TemplateError("Template error: Fn::Length needs a list, or a function that returns one", path=path)
    return len(items)


def _to_json_string(context: Context, argument: Any, path: Path) -> Any:
    value = context.value(argument, path)
    if not isinstance(value, list | dict):
        raise TemplateError("Template error: Fn::ToJsonString needs an object or an array", path=path)
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=spoken)
    return Unknown(text, references_of(value)) if has_unknown(value) else text


_FUNCTIONS: dict[str, Callable[[Context, Any, Path], Any]] = {
    "Ref": _ref,
    "Fn::Base64": _base64,
    "Fn::Cidr": _cidr,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _get_att,
    "Fn::GetAZs": _get_azs,
    "Fn::If": _if,
    "Fn::ImportValue": _import_value,
    "Fn::Join": _join,
    "Fn::Length": _length,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Fn::ToJsonString": _to_json_string,
}
