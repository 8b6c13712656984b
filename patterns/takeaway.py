"""What a reader takes to a real account: the deploy command, the files it needs, and the line of Python."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from patterns.template.copying import MAX_DIRECT_BYTES
from patterns.template.resolve import resolve
from patterns.template.source import Document, load

CAPABILITY_TYPES = ("AWS::IAM::",)
NAMES = ("GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName")
"""Templates that make these types must acknowledge it, and again those that name them themselves:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html"""

TO_FILL_IN = "..."
"""Stands for a value that the template leaves open until it is deployed."""


def deploy_command(source: Any) -> str:
    """The whole `aws cloudformation deploy` command for the template saved under its own name, one option a line.

    https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/index.html
    """
    document = load(source)
    options = [f"--stack-name {document.name}", f"--template-file {document.name}.yaml"]
    if len(document.text.encode()) > MAX_DIRECT_BYTES:
        options.append("--s3-bucket YOUR-BUCKET-FOR-TEMPLATES")
    if capabilities := _capabilities(document):
        options.append(f"--capabilities {' '.join(capabilities)}")
    if values := _values(document.body, document.parameters):
        options.append(
            " \\\n    ".join(["--parameter-overrides", *(f"{name}={_shell(value)}" for name, value in values.items())])
        )
    return " \\\n  ".join(["aws cloudformation deploy", *options])


def parameter_file(source: Any) -> str:
    """The deploy-time parameters as JSON, `[{"ParameterKey": ..., "ParameterValue": ...}]`; empty when there are none.

    `create-stack --parameters file://` takes it, and `deploy --parameter-overrides file://` as well.
    """
    values = _declared_values(source)
    pairs = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
    return json.dumps(pairs, indent=2, ensure_ascii=False) + "\n" if pairs else ""


def flat_parameter_file(source: Any) -> str:
    """The same as `["Name=value", ...]`, which only `deploy --parameter-overrides file://` takes."""
    pairs = [f"{name}={value}" for name, value in _declared_values(source).items()]
    return json.dumps(pairs, indent=2, ensure_ascii=False) + "\n" if pairs else ""


def python_line(source: Any) -> str:
    """The import and the line that make this exact pattern; empty when the source is no pattern."""
    if not hasattr(source, "with_"):
        return ""
    return f"from patterns import {type(source).__name__}\n\n{source.recipe_name()} = {source!r}"


def _declared_values(source: Any) -> dict[str, str]:
    document = load(source)
    return _values(document.body, document.parameters)


def _capabilities(document: Document) -> list[str]:
    """What the template makes that must be acknowledged: IAM resources, named ones, also by transforms, and these."""
    body = resolve(document, strict=False).document.body if document.body.get("Transform") else document.body
    made = [resource for resource in body["Resources"].values() if resource["Type"].startswith(CAPABILITY_TYPES)]
    named = any(name in one.get("Properties", {}) for one in made for name in NAMES)
    identities = ["CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"] if made else []
    return identities + (["CAPABILITY_AUTO_EXPAND"] if document.body.get("Transform") else [])


def _values(body: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """Every parameter with its value, then those that must be given one, and hidden ones, with a place to fill in."""
    declared = body.get("Parameters", {})
    hidden = {name for name, form in declared.items() if str(form.get("NoEcho", "")).lower() == "true"}
    given = {name: _text(values[name]) for name in declared if name in values and name not in hidden}
    open_ones = [name for name in declared if name not in given]
    missing = {name: TO_FILL_IN for name in open_ones if name in values or "Default" not in declared[name]}
    return given | missing


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _shell(value: str) -> str:
    return value if value == TO_FILL_IN else shlex.quote(value)
