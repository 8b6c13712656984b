"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

CODE = "def handler(event, context):\n    return event\n"
FUNCTION = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "Role": "{function_role.Arn}",
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Code": {"ZipFile": CODE},
    },
}


def _may_call(service: str, function: str) -> dict[str, Any]:
    """The permission by which a service, "logs", may call a function."""
    principal = f"{service}.amazonaws.com"
    asked = {"Action": "lambda:InvokeFunction", "Principal": principal, "FunctionName": f"{{{function}}}"}
    return {"Type": "AWS::Lambda::Permission", "Properties": asked}


def _packed() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("code.py"), CODE)
    return packed.getvalue()


STAGE = {
    "function": FUNCTION,
    "other_function": FUNCTION,
    "function_version": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": "{function}"}},
    "log_function": FUNCTION,
    "log_permission": _may_call("logs", "log_function"),
    "other_log_function": FUNCTION,
    "other_log_permission": _may_call("logs", "other_log_function"),
    "rotation_function": FUNCTION,
    "rotation_permission": _may_call("secretsmanager", "rotation_function"),
    "other_rotation_function": FUNCTION,
    "other_rotation_permission": _may_call("secretsmanager", "other_rotation_function"),
    "live_function": FUNCTION,
    "alias": {
        "Type": "AWS::Lambda::Alias",
        "Properties": {"FunctionName": "{live_function}", "Name": "live", "FunctionVersion": "$LATEST"},
    },
    "layer": {
        "Type": "AWS::Lambda::LayerVersion",
        "Properties": {"Content": {"S3Bucket": "stage-code", "S3Key": "code.zip"}},
    },
}

COMPANIONS = {
    "live_function": "alias",
    "log_function": "log_permission",
    "other_log_function": "other_log_permission",
    "rotation_function": "rotation_permission",
    "other_rotation_function": "other_rotation_permission",
}

FILES = {"code.zip": _packed}
