"""What a reader takes to a real account: the deploy command with everything it needs, and the line of Python."""

from __future__ import annotations

import shlex
from typing import Any

from patterns.template.source import MAX_DIRECT_BYTES, load

CAPABILITY_TYPES = ("AWS::IAM::",)
"""Templates that make these must acknowledge it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html"""


def deploy_command(source: Any) -> str:
    """The whole `aws cloudformation deploy` line, one option a line, for the template saved under its own name."""
    document = load(source)
    options = [f"--stack-name {document.name}", f"--template-file {document.name}.yaml"]
    if len(document.text.encode()) > MAX_DIRECT_BYTES:
        options.append("--s3-bucket YOUR-BUCKET-FOR-TEMPLATES")
    if capability := _capability(document.body):
        options.append(f"--capabilities {capability}")
    if values := _parameters(document.body, document.parameters):
        options.append("--parameter-overrides " + " ".join(values))
    return " \\\n  ".join(["aws cloudformation deploy", *options])


def python_line(source: Any) -> str:
    """The line that makes this exact pattern; empty when the source is no pattern."""
    return repr(source) if hasattr(source, "with_") else ""


def _capability(body: dict[str, Any]) -> str:
    """`CAPABILITY_NAMED_IAM` when a name is given, `CAPABILITY_IAM` for IAM resources at all, else nothing."""
    made = [one for one in body["Resources"].values() if one["Type"].startswith(CAPABILITY_TYPES)]
    named = any(key.endswith("Name") for one in made for key in one.get("Properties", {}))
    return "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM" if made else ""


def _parameters(body: dict[str, Any], values: Any) -> list[str]:
    """`Name=value` for each parameter with a value, and a place to fill in for each that must have one."""
    declared = body.get("Parameters", {})
    given = [f"{name}={shlex.quote(str(values[name]))}" for name in declared if name in values]
    missing = [f"{name}=..." for name, form in declared.items() if name not in values and "Default" not in form]
    return given + missing
