"""Nested stacks: a resource that is a stack of its own, made by the engine that makes the one around it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html

Not here: how a stack is made, changed and removed (`stacks`).
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed
from patterns.sandbox.provider.base import AsSaid, Provider, Target
from patterns.sandbox.provider.tags import by_key
from patterns.template.errors import TemplateError
from patterns.template.own_types import NESTED
from patterns.template.source import Document, load
from patterns.template.stack_tags import with_tags

LONGEST_NAME = 128
OUTPUTS = "Outputs."
_IN_HOST = re.compile(r"(?P<bucket>.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com")
_IN_PATH = re.compile(r"s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com")
"""Virtual-hosted and path-style addresses: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html"""


class Stacks(Protocol):
    """What makes stacks: the engine, as far as it is needed here. Ids are ARNs."""

    def begin_nested(self, name: str) -> str:
        """Begin a stack with nothing in it; return its id."""

    def create_nested(self, stack_id: str, document: Document, given: Mapping[str, Any]) -> None:
        """Make what such a stack holds. Raises `StackFailed`, `TemplateError`, `DeploymentRefused`."""

    def update_nested(self, stack_id: str, document: Document, given: Mapping[str, Any]) -> None:
        """Bring a stack to a template. Raises what `create_nested` does."""

    def delete_nested(self, stack_id: str) -> None:
        """Remove a stack; one that is gone is no error. Raises `StackFailed`, `DeploymentRefused`."""

    def nested_outputs(self, stack_id: str) -> Mapping[str, Any] | None:
        """The outputs of a stack, None where it is gone."""


class NestedStacks:
    """What is known of the nested stacks of one account beside what they hold."""

    engine: Stacks

    def __init__(self, account: Account) -> None:
        self.folders: dict[str, Path] = {}
        """Address of a template that was packaged -> where its file is: paths in it are relative to that."""
        self.local: dict[str, Path] = {}
        """Address, or the beginning of one -> the file, or the folder, of this machine that stands for it."""
        self.asked: dict[str, Mapping[str, Any]] = {}
        """Stack id -> the properties it was last brought to."""


class NestedStack(Provider):
    """AWS::CloudFormation::Stack."""

    type = NESTED
    service = "cloudformation"
    properties = ()

    def create(self, target: Target) -> str:
        """Begin the stack, so that it can be taken away again whatever its template does."""
        _document(target)
        token = target.account.chance.token(
            "nested", target.stack_name, target.logical_id, alphabet=string.ascii_uppercase + string.digits
        )
        name = f"{target.stack_name}-{target.logical_id}"[: LONGEST_NAME - 13]
        return _engine(target).begin_nested(f"{name}-{token}")

    def complete(self, target: Target) -> None:
        """Make what it holds."""
        self._bring(target, "created", _engine(target).create_nested)

    def update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Bring it to the template and the parameters that it shall have now."""
        self._bring(target, "updated", _engine(target).update_nested)

    def _bring(self, target: Target, verb: str, bring: Any) -> None:
        told = f"Embedded stack {target.physical_id} was not successfully {verb}: "
        try:
            document = with_tags(_document(target), by_key(target.properties.get("Tags")))
            bring(target.physical_id, document, dict(target.properties.get("Parameters", {})))
        except StackFailed as failed:
            raise AsSaid("GeneralServiceException", told + "; ".join(failed.reasons)) from failed
        except (TemplateError, DeploymentRefused) as refused:
            raise AsSaid("ValidationError", f"{told}{refused} [{target.properties['TemplateURL']}]") from refused
        _nested(target).asked[target.physical_id] = target.properties

    def delete(self, target: Target) -> None:
        """Remove it with all it holds."""
        try:
            _engine(target).delete_nested(target.physical_id)
        except (StackFailed, DeploymentRefused) as failed:
            told = f"Embedded stack {target.physical_id} was not successfully deleted: {failed}"
            raise AsSaid("GeneralServiceException", told) from failed
        _nested(target).asked.pop(target.physical_id, None)

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """What each was last brought to; None for one that is gone."""
        nested = account.part(NestedStacks)
        return {
            target.physical_id: None
            if nested.engine.nested_outputs(target.physical_id) is None
            else dict(nested.asked.get(target.physical_id, {}))
            for target in targets
        }

    def attribute(self, target: Target, name: str) -> Any:
        """The output that `Outputs.<name>` asks for."""
        outputs = _engine(target).nested_outputs(target.physical_id) or {}
        output = name.removeprefix(OUTPUTS)
        if output not in outputs:
            there = ", ".join(outputs) or "none"
            raise AsSaid("ValidationError", f"Output '{output}' not found in stack '{target.physical_id}': has {there}")
        return outputs[output]


def template(account: Account, address: str) -> Document:
    """The template at an address in the account's S3. Raises `AsSaid` where none is, `TemplateError` for a bad one."""
    if (file := _local(account, address)) is not None:
        return replace(load(file), foreign=account.deploys_foreign_code)
    bucket, key = _place(account, address)
    try:
        content = account.administrator("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    except ClientError as error:
        raise AsSaid("ValidationError", f"S3 error: {error.response['Error']['Message']} [{address}]") from error
    folder = account.part(NestedStacks).folders.get(address)
    document = load(content.decode(errors="replace") + "\n")
    return replace(document, folder=folder, foreign=account.deploys_foreign_code)


def _document(target: Target) -> Document:
    address = target.properties["TemplateURL"]
    try:
        return template(target.account, address)
    except TemplateError as error:
        raise AsSaid("ValidationError", f"{error} [{address}]") from error


def _local(account: Account, address: str) -> Path | None:
    """The file that somebody said stands for an address: of several that fit, the longest counts."""
    known = account.part(NestedStacks).local
    for said in sorted(known, key=len, reverse=True):
        if address == said:
            return known[said]
        if said.endswith("/") and address.startswith(said):
            return known[said] / address.removeprefix(said)
    return None


def _place(account: Account, address: str) -> tuple[str, str]:
    """The bucket and the key of an address. Raises `AsSaid` for one that is not S3's."""
    parts = urlsplit(address)
    host, path = parts.hostname or "", unquote(parts.path).lstrip("/")
    if parts.scheme == "https" and (match := _IN_HOST.fullmatch(host)):
        return match["bucket"], path
    is_own = f"{parts.scheme}://{parts.netloc}" in account.gateway.addresses
    if is_own or (parts.scheme == "https" and _IN_PATH.fullmatch(host)):
        bucket, _, key = path.partition("/")
        return bucket, key
    raise AsSaid(
        "ValidationError",
        f"TemplateURL must be a supported URL: {address!r} is no https address of S3. "
        "deploy(..., templates={address: file}) lets a local file stand for another address.",
    )


def _nested(target: Target) -> NestedStacks:
    return target.account.part(NestedStacks)


def _engine(target: Target) -> Stacks:
    return _nested(target).engine


PROVIDER = NestedStack()
