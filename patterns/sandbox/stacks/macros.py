"""Macros, run as the functions they are, and snippets of `AWS::Include` from the account's S3.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
Not here: where they stand in a template, and what becomes of the answer (`patterns.template.macros`).
"""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.cloudformation_types import macro_function
from patterns.template.errors import TemplateError, UnsupportedError
from patterns.template.macros import Call, Run, included
from patterns.template.transforms import INCLUDE
from patterns.template.values import Unknown


def runner(account: Account) -> Run:
    """What runs the macros of templates that are deployed into an account."""

    def run(call: Call) -> Any:
        if call.name == INCLUDE:
            return included(_snippet(account, call), call)
        return _answered(account, call)

    return run


def _snippet(account: Account, call: Call) -> str:
    location = call.parameters.get("Location")
    parts = urlsplit(location if isinstance(location, str) else "")
    if parts.scheme != "s3" or not parts.netloc:
        message = f"Transform {INCLUDE} failed with: the location {location!r} is no S3 URI (s3://bucket/key)"
        raise TemplateError(f"{message}, nor a local path", path=call.path)
    try:
        body = account.administrator("s3").get_object(Bucket=parts.netloc, Key=parts.path.lstrip("/"))["Body"].read()
    except ClientError as error:
        told = error.response["Error"]["Message"]
        raise TemplateError(
            f"Transform {INCLUDE} failed with: S3 error for {location}: {told}", path=call.path
        ) from error
    return str(body.decode(errors="replace"))


def _answered(account: Account, call: Call) -> Any:
    """What the function makes of the fragment."""
    name = f"{account.account_id}::{call.name}"
    function = macro_function(account, call.name)
    if function is None and call.name.startswith("AWS::"):
        message = f"Transform {call.name}, which AWS hosts, is not run here. Give the processed template "
        raise UnsupportedError(f"{message}(aws cloudformation get-template --template-stage Processed)", path=call.path)
    if function is None:
        raise TemplateError(f"No transform named {name} found.", path=call.path)
    request_id = str(uuid.UUID(hex=account.chance.token("macro", call.name, length=32, alphabet="0123456789abcdef")))
    request = {
        "region": account.region,
        "accountId": account.account_id,
        "fragment": call.fragment,
        "transformId": name,
        "params": call.parameters,
        "requestId": request_id,
        "templateParameterValues": {k: v for k, v in call.values.items() if not isinstance(v, Unknown)},
    }
    try:
        told = account.administrator("lambda").invoke(FunctionName=function, Payload=json.dumps(request).encode())
    except ClientError as error:
        message = f"Transform {name} failed with: {error.response['Error']['Message']}"
        raise TemplateError(message, path=call.path) from error
    return _read(told["Payload"].read(), name, request_id, call)


def _read(payload: bytes, name: str, request_id: str, call: Call) -> Any:
    answer = json.loads(payload or b"null")
    if not isinstance(answer, dict) or answer.get("requestId") != request_id or "status" not in answer:
        # Words of AWS's, which hide what the function itself said: its log tells.
        said = f": the function answered {_short(answer)}"
        raise TemplateError(f"Received malformed response from transform {name}{said}", path=call.path)
    if str(answer["status"]).lower() != "success":
        why = answer.get("errorMessage")
        told = f"failed with: {why}" if why else "failed without an error message."
        raise TemplateError(f"Transform {name} {told}", path=call.path)
    if "fragment" not in answer:
        raise TemplateError(f"Received malformed response from transform {name}: it has no fragment", path=call.path)
    return answer["fragment"]


def _short(answer: Any) -> str:
    told = answer.get("errorMessage") if isinstance(answer, dict) and "errorMessage" in answer else answer
    text = json.dumps(told)
    return text if len(text) <= 200 else f"{text[:200]}..."
