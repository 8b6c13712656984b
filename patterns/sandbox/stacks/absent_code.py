"""Code that an assembly of the CDK comes without, and that nothing here would run.

Repositories leave out what the CDK brings itself, among it the functions whose work the sandbox does in their stead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.cdk_handlers import HANDLERS
from patterns.template.assets import Asset
from patterns.template.packages import packed
from patterns.template.source import Document

NOTE = "// This code was not in the assembly; what it does is done by the sandbox.\n"


def content(stack: Document, asset: Asset) -> bytes:
    """What is published of an asset; a note for code that is not there and not missed. Raises as `Asset.content`."""
    return packed({"index.js": NOTE}) if not asset.file.exists() and _is_done_instead(stack, asset) else asset.content()


def _is_done_instead(stack: Document, asset: Asset) -> bool:
    """Whether an asset is only the code of functions behind custom resources that are made without them."""
    resources, keys = stack.body["Resources"], {key for _, key in asset.places}
    using = {name for name, each in resources.items() if _key(each) in keys}
    behind = {name: {each["Type"] for each in resources.values() if _token(each) == name} for name in using}
    return bool(using) and all(types and types <= HANDLERS.keys() for types in behind.values())


def _properties(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    return resource.get("Properties") or {}


def _key(resource: Mapping[str, Any]) -> Any:
    code = _properties(resource).get("Code")
    key = code.get("S3Key") if isinstance(code, dict) else None
    return key if isinstance(key, str) else None


def _token(resource: Mapping[str, Any]) -> str | None:
    """The function that answers for a custom resource."""
    token = _properties(resource).get("ServiceToken")
    said = token.get("Fn::GetAtt") if isinstance(token, dict) else None
    return str(said[0]) if isinstance(said, list) and said else None
