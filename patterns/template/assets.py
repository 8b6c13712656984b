"""The assets of an app of the CDK: files to publish, and images, as a manifest of its own or a stack's metadata says.

https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
Version 1 of the CDK wrote them into the metadata of stacks, with parameters that tell the template where each is:
https://github.com/aws/aws-cdk/blob/v2.170.0/packages/aws-cdk/lib/assets.ts
Not here: publishing them (`stacks.assemblies`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from .errors import TemplateError
from .packages import archive, content_of

VERSION = "/cdk-bootstrap/hnb659fds/version"
"""The parameter of the bootstrap stack that an account has unless an app asks for another."""
BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"
"""Its bucket; in version 1 that of a bootstrap stack of its own."""
REGISTRY = "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com"
OF_METADATA = "aws:cdk:asset"
SEPARATOR = "||"
"""Stands in a parameter between the two parts of a key."""


@dataclass(frozen=True)
class Asset:
    """A file or folder of an app, and the buckets and keys it is published under, placeholders of AWS's in them."""

    name: str
    file: File
    zipped: bool
    places: tuple[tuple[str, str], ...]

    def content(self) -> bytes:
        """What is published. Raises `TemplateError` where there is nothing."""
        if not self.file.exists():
            where = f"asset {self.name}: there is no {str(self.file)!r}"
            raise TemplateError(f"{where} in the assembly: run `cdk synth` anew, and give the whole folder")
        return archive(self.file) if self.zipped and self.file.is_dir() else content_of(self.file)


@dataclass(frozen=True)
class OfVersion1:
    """The assets in the metadata of a stack, and the parameters that say where they are, placeholders in them."""

    files: tuple[Asset, ...] = ()
    images: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)


def files(folder: File, manifest: Mapping[str, Any]) -> Iterator[Asset]:
    """The files of a manifest. Raises `TemplateError` for one that a command would make."""
    for key, form in (manifest.get("files") or {}).items():
        source, name = form["source"], str(form.get("displayName") or key)
        if "path" not in source:
            raise TemplateError(f"asset {name} is made by a command of the app, which is not run here")
        places = tuple((each["bucketName"], each["objectKey"]) for each in form["destinations"].values())
        yield Asset(name, folder / source["path"], source.get("packaging") == "zip", places)


def images(manifest: Mapping[str, Any]) -> Iterator[str]:
    """The name or folder of each image of a manifest."""
    for key, form in (manifest.get("dockerImages") or {}).items():
        yield str(form.get("displayName") or form.get("source", {}).get("directory") or key)


def of_version_1(folder: File, artifact: Mapping[str, Any]) -> OfVersion1:
    """What the metadata of a stack says of its assets."""
    entries = (entry for each in (artifact.get("metadata") or {}).values() for entry in each)
    said = [entry["data"] for entry in entries if entry.get("type") == OF_METADATA]
    built = [each for each in said if each.get("packaging") == "container-image"]
    published = [each for each in said if each not in built]
    named = {each["imageNameParameter"]: _image(each) for each in built if "imageNameParameter" in each}
    return OfVersion1(
        tuple(
            Asset(str(each["id"]), folder / each["path"], _is_zip(each), ((BUCKET, _key(each)),)) for each in published
        ),
        tuple(str(each["id"]) for each in built),
        named | {name: value for each in published for name, value in _parameters(each).items()},
    )


def _is_zip(said: Mapping[str, Any]) -> bool:
    return bool(said["packaging"] == "zip")


def _key(said: Mapping[str, Any], between: str = "") -> str:
    """The key of an asset, with something between its folder and its name."""
    ending = ".zip" if _is_zip(said) else File(said["path"]).suffix
    above = "assets/" if said["id"] == said["sourceHash"] else f"assets/{said['id']}/"
    return f"{above}{between}{said['sourceHash']}{ending}"


def _parameters(said: Mapping[str, Any]) -> dict[str, str]:
    values = {
        "s3BucketParameter": BUCKET,
        "s3KeyParameter": _key(said, SEPARATOR),
        "artifactHashParameter": str(said["sourceHash"]),
    }
    return {said[name]: value for name, value in values.items() if name in said}


def _image(said: Mapping[str, Any]) -> str:
    repository = said.get("repositoryName") or f"cdk/{said['id'].translate(_HYPHENS).lower()}"
    return f"{REGISTRY}/{repository}:{said.get('imageTag') or said['sourceHash']}"


_HYPHENS = str.maketrans(":/", "--")
