"""What the examples of providers stand on: `{vpc}` in an example is the network made here before it is deployed.

Not here: the examples, which are their providers' own, and what they name, which is in the `resources/_stage.py` of
its service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.account import Sandbox

NAME = re.compile(r"(?<!\$)\{(?P<name>[a-z_0-9]+)(?:\.(?P<attribute>\w+))?\}")

CODE_BUCKET = "stage-code"
"""Where the files of services lie, of which some take code and definitions from a bucket: there before the stage."""


class UnknownProp(KeyError):
    """Nobody has what an example stands on; the message names it, and where it could be."""


@cache
def props(part: str) -> Mapping[str, Any]:
    """One part of what every service's `resources/_stage.py` has, by name.

    `STAGE` are resources, which may stand on others: `{name}` is what `Ref` gives, `{name.Arn}` an attribute.
    `COMPANIONS` make a resource what its name says, and are made with it. `BY_CALL` are the calls that make what no
    provider makes, with the names these stand on. `FILES` make the contents of the files in a bucket.
    """
    found: dict[str, Any] = {}
    for folder in services.names():
        own = getattr(services.part(folder, "resources._stage"), part, {}) if _has_stage(folder) else {}
        if twice := found.keys() & own.keys():
            raise ValueError(f"services/{folder}/resources/_stage.py has {', '.join(twice)}, which another has as well")
        found |= own
    return found


def _has_stage(folder: str) -> bool:
    return services.part(folder, "resources") is not None


def _resource(name: str) -> Any:
    if name not in props("STAGE"):
        raise UnknownProp(f"no services/*/resources/_stage.py has {name!r}, which an example stands on")
    return props("STAGE")[name]


def on_stage(account: Sandbox, *examples: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The examples with each `{name}` replaced, after what they name is deployed as the stack "stage"."""
    by_call = props("BY_CALL")
    called = {match["name"]: by_call[match["name"]] for match in _matches(list(examples)) if match["name"] in by_call}
    below = [needs for _, needs in called.values()]
    asked = {match[0]: match for match in _matches([*examples, *below]) if match["name"] not in by_call}
    if CODE_BUCKET in str((examples, [_resource(name) for name in _needed([*examples, *below])])):
        _put_files(account)
    if not asked and not called:
        return tuple(dict(example) for example in examples)
    body = {
        "Resources": {_logical_id(name): _referring(_resource(name)) for name in _needed([*examples, *below])},
        "Outputs": {f"Name{number}": {"Value": _reference(match)} for number, match in enumerate(asked.values())},
    }
    outputs = account.deploy(body, name="stage").outputs
    values = dict(zip(asked, outputs.values(), strict=True))
    values |= {f"{{{name}}}": make(account, values) for name, (make, _) in called.items()}
    return tuple(_filled(example, values) for example in examples)


def _put_files(account: Sandbox) -> None:
    s3 = account.client("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    for name, contents in props("FILES").items():
        s3.put_object(Bucket=CODE_BUCKET, Key=name, Body=contents())


def _matches(value: Any) -> Iterator[re.Match[str]]:
    if isinstance(value, str):
        yield from NAME.finditer(value)
    members = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for member in members:
        yield from _matches(member)


def _needed(value: Any) -> dict[str, None]:
    """The names that a value stands on, and those that these stand on."""
    found: dict[str, None] = {}
    for name in (match["name"] for match in _matches(value)):
        if name not in found and name not in props("BY_CALL"):
            found |= _needed(_resource(name)) | {name: None}
        if companion := props("COMPANIONS").get(name):
            found |= {companion: None}
    return found


def _logical_id(name: str) -> str:
    return name.title().replace("_", "")


def _reference(match: re.Match[str]) -> dict[str, Any]:
    logical_id = _logical_id(match["name"])
    return {"Fn::GetAtt": [logical_id, match["attribute"]]} if match["attribute"] else {"Ref": logical_id}


def _referring(value: Any) -> Any:
    """A resource of the stage with its names as references to other resources of the stage."""
    if isinstance(value, str):
        match = NAME.fullmatch(value)
        return _reference(match) if match else value
    if isinstance(value, Mapping):
        return {key: _referring(member) for key, member in value.items()}
    return [_referring(member) for member in value] if isinstance(value, list) else value


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return NAME.sub(lambda match: values[match[0]], value)
    if isinstance(value, Mapping):
        return {key: _filled(member, values) for key, member in value.items()}
    return [_filled(member, values) for member in value] if isinstance(value, list) else value
