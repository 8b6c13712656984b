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


def _may_log(function: str) -> dict[str, Any]:
    """The permission by which CloudWatch Logs may hand lines to a function."""
    asked = {"Action": "lambda:InvokeFunction", "Principal": "logs.amazonaws.com", "FunctionName": f"{{{function}}}"}
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
    "log_permission": _may_log("log_function"),
    "other_log_function": FUNCTION,
    "other_log_permission": _may_log("other_log_function"),
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
}

FILES = {"code.zip": _packed}
