"""Local files that a template names: packaged as `aws cloudformation package` does, when somebody deploys.

https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
A property that holds a local path is rewritten to the place in S3 where its package will be; whoever deploys puts it
there. What only reads a template, such as a check, needs no file.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path as File
from typing import Any

from patterns import files

from .errors import Path, TemplateError
from .source import Document, load

BUCKET = "packages-{}-{}"
"""The bucket for packages, by account and region; one's own account calls it what its owner likes."""

MOST_BYTES = 262_144_000
"""Unzipped size of a deployment package: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

MOST_FILES = 50_000

_LEFT_OUT = frozenset({".git", "__pycache__", ".venv", "node_modules/.cache", ".DS_Store"})
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """What a property names on this machine, and under which key its package goes to the bucket."""

    file: File
    key: str
    place: Path
    zipped: bool = True

    @property
    def is_there(self) -> bool:
        """Whether there is such a file or folder."""
        return _is_there(self.file)

    def require(self) -> None:
        """Raise `TemplateError` where there is nothing to package."""
        if not self.is_there:
            what = f"{'.'.join(map(str, self.place[1:]))}: there is no file or folder {str(self.file)!r}"
            raise TemplateError(f"{what} to package: paths are relative to the template", path=self.place)

    def content(self) -> bytes:
        """The package. Raises `TemplateError` where there is nothing to package, or too much."""
        self.require()
        if not self.zipped or self.file.suffix in (".zip", ".jar"):
            return content_of(self.file)
        return archive(self.file)


@dataclass(frozen=True)
class Kind:
    """How a property says where its package is in S3, and whether it is zipped."""

    written: Callable[[str, str], Any]
    zipped: bool = True


def _code(bucket: str, key: str) -> dict[str, str]:
    return {"S3Bucket": bucket, "S3Key": key}


def _uri(bucket: str, key: str) -> str:
    return f"s3://{bucket}/{key}"


def _bucket_and_key(bucket: str, key: str) -> dict[str, str]:
    return {"Bucket": bucket, "Key": key}


def address(bucket: str, key: str) -> str:
    """Where an object is, as a `TemplateURL` says it."""
    return f"https://{bucket}.s3.amazonaws.com/{key}"


TEMPLATES = ("TemplateURL", "Location")
"""The properties that name a nested template: of a stack, and of a serverless application."""

KINDS: Mapping[tuple[str, str], Kind] = {
    ("AWS::Lambda::Function", "Code"): Kind(_code),
    ("AWS::Lambda::LayerVersion", "Content"): Kind(_code),
    ("AWS::Serverless::Function", "CodeUri"): Kind(_uri),
    ("AWS::Serverless::LayerVersion", "ContentUri"): Kind(_uri),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location"): Kind(_bucket_and_key, zipped=False),
    ("AWS::Serverless::StateMachine", "DefinitionUri"): Kind(_uri, zipped=False),
    ("AWS::Serverless::Api", "DefinitionUri"): Kind(_uri, zipped=False),
    ("AWS::Serverless::HttpApi", "DefinitionUri"): Kind(_uri, zipped=False),
    ("AWS::CloudFormation::Stack", "TemplateURL"): Kind(address, zipped=False),
    ("AWS::Serverless::Application", "Location"): Kind(address, zipped=False),
    ("AWS::ApiGateway::RestApi", "BodyS3Location"): Kind(_bucket_and_key, zipped=False),
}
"""The properties that may hold a local path."""

FOLDER_BY_DEFAULT = frozenset({("AWS::Serverless::Function", "CodeUri")})
"""What is the template's own folder where nothing is said, unless the code stands in the template."""


def packaged(
    document: Document, account_id: str, region: str, *, by_content: bool, within: frozenset[File] = frozenset()
) -> tuple[Document, tuple[Package, ...]]:
    """The document with every local path replaced by a place in S3, and what has to be put there.

    With `by_content` the place changes with the content, which is read; else with the path alone. `within` are the
    templates around this one. Raises `TemplateError` for one that is nested in itself.
    """
    bucket = BUCKET.format(account_id, region)
    resources, found = dict(document.body["Resources"]), list[Package]()
    defaults = ((document.body.get("Globals") or {}).get("Function") or {}).get("CodeUri")
    for logical_id, name, kind, said in _local(resources, defaults):
        package = _package(
            document, ("Resources", logical_id, "Properties", name), said, zipped=kind.zipped, read=by_content
        )
        if name in TEMPLATES and by_content:
            package = replace(package, key=_with_its_own(package, within))
        found.append(package)
        properties = resources[logical_id].get("Properties") or {}
        written = {**properties, name: kind.written(bucket, package.key)}
        resources[logical_id] = {**resources[logical_id], "Properties": written}
    if not found:
        return document, ()
    return replace(document, body={**document.body, "Resources": resources}), tuple(found)


def _with_its_own(package: Package, within: frozenset[File]) -> str:
    """The key of a nested template, which changes with what that packages in its turn."""
    try:
        file = package.file.resolve()
    except RuntimeError:  # a link that leads to itself: whoever deploys says so
        return package.key
    if file in within:
        raise TemplateError(f"{str(package.file)!r} is nested in itself", path=package.place)
    try:
        nested = load(file)
    except TemplateError:
        return package.key  # whoever deploys says what is wrong with it
    _, own = packaged(nested, "", "", by_content=True, within=within | {file})
    told = "".join((package.key, *(each.key for each in own)))
    return hashlib.sha256(told.encode()).hexdigest()[:32] if own else package.key


def _local(resources: Mapping[str, Any], default_code: Any) -> Iterator[tuple[str, str, Kind, str]]:
    for logical_id, resource in resources.items():
        kinds = ((name, kind) for (type_name, name), kind in KINDS.items() if type_name == resource.get("Type"))
        properties = resource.get("Properties") or {}
        for name, kind in kinds:
            said = properties.get(name, default_code if name == "CodeUri" else None)
            if said is None and (resource["Type"], name) in FOLDER_BY_DEFAULT and _has_no_code(properties):
                said = "."
            if isinstance(said, str) and "://" not in said:
                yield logical_id, name, kind, said


def _has_no_code(properties: Mapping[str, Any]) -> bool:
    return "InlineCode" not in properties and "ImageUri" not in properties and properties.get("PackageType") != "Image"


def _package(document: Document, place: Path, said: str, *, zipped: bool, read: bool) -> Package:
    file = (document.folder or File.cwd()) / said
    return Package(file, f"{_digest(file, read=read)}{'.zip' if zipped else ''}", place, zipped)


def _digest(file: File, *, read: bool) -> str:
    """What changes with the content: a function's new version is told by the place of its code."""
    told = hashlib.sha256(str(file.name).encode())
    for each in _files(file) if read else ():
        told.update(each.relative_to(file.parent).as_posix().encode())
        told.update(content_of(each))
    return told.hexdigest()[:32]


def content_of(file: File) -> bytes:
    """A file of a package. Raises `TemplateError` for one that cannot be read, or is larger than a package may be."""
    try:
        return files.content(file, MOST_BYTES)
    except OSError as error:
        raise TemplateError(f"{str(file)!r} cannot be packaged: {error.strerror}") from None


def _is_there(file: File) -> bool:
    """Whether there is a file or a folder of the name, which may be longer than the system's names are."""
    try:
        return file.exists()
    except OSError:
        return False


def _files(file: File) -> list[File]:
    if not _is_there(file):
        return []
    if not file.is_dir():
        return [file]
    found = (each for each in file.rglob("*") if each.is_file() and _LEFT_OUT.isdisjoint(each.parts))
    first = sorted(islice(found, MOST_FILES + 1))
    if len(first) > MOST_FILES:
        raise TemplateError(f"{str(file)!r} holds more than {MOST_FILES:,} files, the most that the sandbox packages")
    return first


def packed(texts: Mapping[str, str]) -> bytes:
    """Texts by their names as an archive that is the same for the same content."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, text)
    return written.getvalue()


def archive(file: File) -> bytes:
    """A folder, or a single file, as an archive that is the same for the same content."""
    top, written = file if file.is_dir() else file.parent, io.BytesIO()
    size = 0
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in _files(file):
            content = content_of(each)
            size += len(content)
            if size > MOST_BYTES:
                raise TemplateError(f"{str(file)!r} is larger than {MOST_BYTES:,} bytes, the most a package may have")
            entry = zipfile.ZipInfo(each.relative_to(top).as_posix(), _FIRST_DATE)
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
