"""A folder that `cdk synth` wrote: its stacks in the order they need one another, with the files they ask for.

https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth
Read as it is written: no app is run. Not here: putting the files where the stacks look for them (`stacks.assemblies`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any

from patterns import files

from . import assets
from .assets import Asset
from .errors import TemplateError
from .ordering import ordered
from .packages import MOST_BYTES
from .source import Document, read_file
from .union import united

MANIFEST = "manifest.json"
STACK = "aws:cloudformation:stack"
ASSETS = "cdk:asset-manifest"
STAGE = "cdk:cloud-assembly"
UNKNOWN_REGION = "unknown-region"


@dataclass(frozen=True)
class Synthesised:
    """What an assembly says of one of its stacks beside the template."""

    stack_name: str
    artifact: str
    assets: tuple[Asset, ...] = ()
    images: tuple[str, ...] = ()
    """Container images that the CDK would build: name or folder of each."""
    bootstrap: str = ""
    """The parameter that holds the version of the bootstrap stack, which has to be there; empty where none has."""
    region: str | None = None
    """The region the stack is for; None where it is for any."""
    protected: bool = False
    """Whether the stack is to be protected from deletion."""
    needs: tuple[Document, ...] = ()
    """The stacks that are deployed before, each after what it needs itself."""


def is_assembly(folder: File) -> bool:
    """Whether the CDK wrote a folder."""
    try:
        return (folder / MANIFEST).is_file()
    except OSError:  # a name that no file can have
        return False


def read(folder: File) -> Document:
    """The stacks of an assembly as one document: the only one's own, or all of them side by side.

    Of several, `parts` are the documents. Raises `TemplateError` for what is no assembly, is not complete, or has no
    stack with resources.
    """
    stacks = tuple(_stacks(folder).values())
    if not stacks:
        raise TemplateError(f"{str(folder)!r} has no stack with resources: nothing is to be deployed")
    return stacks[0] if len(stacks) == 1 else united(folder.resolve().name, stacks)


def beside(document: Document, file: File) -> Document:
    """The document of a template file, with what the assembly around it says; as it is where none speaks of it."""
    if not is_assembly(file.parent) or not file.name.endswith((".template.json", ".template.yaml")):
        return document
    there = _stacks(file.parent).values()
    return next(
        (each for each in there if each.folder == file.parent and each.given_text == document.given_text), document
    )


def _stacks(folder: File) -> dict[str, Document]:
    """The stacks with resources, of stages as well, in the order they are deployed; by artifact."""
    artifacts = _artifacts(folder)
    needs = {name: _strings(each.get("dependencies", [])) for name, each in artifacts.items()}
    documents: dict[str, Document] = {}
    inside: dict[str, tuple[str, ...]] = {}
    for name in ordered(needs, what="artifacts"):
        artifact = artifacts[name]
        before = tuple(other for need in needs[name] for other in inside.get(need, ()))
        if artifact.get("type") == STAGE:
            staged = _stacks(folder / str(artifact["properties"]["directoryName"]))
            documents |= staged
            inside[name] = tuple(staged)
        elif artifact.get("type") == STACK:
            document = _stack(folder, name, artifacts, tuple(documents[each] for each in before))
            inside[name] = (*before, *(() if document is None else (name,)))
            documents |= {} if document is None else {name: document}
    return documents


def _artifacts(folder: File) -> dict[str, Any]:
    manifest = _json(folder / MANIFEST)
    artifacts = manifest.get("artifacts") if isinstance(manifest, dict) else None
    if not isinstance(artifacts, dict) or "version" not in manifest:
        raise TemplateError(f"{str(folder / MANIFEST)!r} is no manifest of a cloud assembly: it has no artifacts")
    if missing := manifest.get("missing"):
        keys = ", ".join(str(each.get("key")) for each in missing)
        raise TemplateError(
            f"The assembly {str(folder)!r} is not complete: it lacks context that the CDK looks up in an account "
            f"({keys}). Write these into cdk.context.json and run `cdk synth` anew"
        )
    return {name: each for name, each in artifacts.items() if isinstance(each, dict)}


def _stack(folder: File, name: str, artifacts: Mapping[str, Any], needs: tuple[Document, ...]) -> Document | None:
    """The document of a stack; None for one without resources, which the CDK passes over."""
    properties = artifacts[name].get("properties") or {}
    file = folder / str(properties.get("templateFile", ""))
    if not (_json(file).get("Resources") if file.suffix == ".json" else True):
        return None
    document, stack_name = read_file(file), str(properties.get("stackName", name))
    manifests = [artifacts[each] for each in _strings(artifacts[name].get("dependencies", [])) if each in artifacts]
    published = [_json(folder / each["properties"]["file"]) for each in manifests if each.get("type") == ASSETS]
    before = assets.of_version_1(folder, artifacts[name])
    said = Synthesised(
        stack_name,
        name,
        (*(asset for each in published for asset in assets.files(folder, each)), *before.files),
        (*(image for each in published for image in assets.images(each)), *before.images),
        str(properties.get("bootstrapStackVersionSsmParameter", assets.VERSION if before.parameters else "")),
        _region(artifacts[name]),
        properties.get("terminationProtection") is True,
        tuple({id(each): each for need in needs for each in (*_before(need), need)}.values()),
    )
    given = {**before.parameters, **{key: str(value) for key, value in (properties.get("parameters") or {}).items()}}
    tags = {key: str(value) for key, value in (properties.get("tags") or {}).items()}
    return replace(document, name=stack_name, parameters=given, tags=tags or None, assembly=said)


def _before(document: Document) -> tuple[Document, ...]:
    return document.assembly.needs if document.assembly else ()


def _region(artifact: Mapping[str, Any]) -> str | None:
    """The region in `aws://account/region`."""
    region = str(artifact.get("environment", "")).rpartition("/")[2]
    return None if region in ("", UNKNOWN_REGION) else region


def _strings(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _json(file: File) -> Any:
    try:
        return json.loads(files.text(file, MOST_BYTES))
    except OSError as error:
        raise TemplateError(f"{str(file)!r}, which the assembly needs, cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise TemplateError(f"{str(file)!r}, which the assembly needs, is no JSON: {error}") from None
