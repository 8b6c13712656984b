"""A function's code between a template, which may hold its text, and Lambda, which takes an archive.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from patterns.sandbox.provider.base import HandlerError
from patterns.template.packages import packed

EXTENSIONS = {"python": "py", "nodejs": "js"}
"""Family of runtimes -> the ending of the file in which CloudFormation puts code that stands in a template."""

FROM_S3 = ("S3Bucket", "S3Key")

ANSWERS = re.compile(r"^\s*import cfnresponse\b", re.MULTILINE)
"""The statement for which CloudFormation adds its module to the code:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
"""

ECHO = "def handler(event, context):\n    return event\n"
"""The code of the examples."""


def archive(text: str, runtime: str) -> bytes:
    """The zip with `text` as its `index` file, the same bytes on every machine. Raises `HandlerError`.

    Python code that imports `cfnresponse` has that module beside it.
    """
    family = next((name for name in EXTENSIONS if runtime.startswith(name)), None)
    if family is None:
        message = f"ZipFile can only be used when Runtime is set to either of nodejs, python, and it is {runtime!r}."
        raise HandlerError("InvalidRequest", message)
    files = {f"index.{EXTENSIONS[family]}": text}
    if family == "python" and ANSWERS.search(text):
        files["cfnresponse.py"] = Path(__file__).with_name("_cfnresponse.py").read_text(encoding="utf-8")
    return packed(files)


def digest(packed: bytes) -> str:
    """What Lambda calls `CodeSha256`."""
    return base64.b64encode(hashlib.sha256(packed).digest()).decode()


def package(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The code of a function as the service takes it. Raises `HandlerError` for none."""
    code = properties["Code"]
    if "ZipFile" in code:
        return {"ZipFile": archive(code["ZipFile"], properties.get("Runtime", ""))}
    if "ImageUri" in code:
        return {"ImageUri": code["ImageUri"]}
    if not set(FROM_S3) <= set(code):
        message = f"Code holds {', '.join(code) or 'nothing'}: give it ZipFile, S3Bucket and S3Key, or ImageUri."
        raise HandlerError("InvalidRequest", message)
    return {name: code[name] for name in (*FROM_S3, "S3ObjectVersion") if name in code}


def read_back(properties: Mapping[str, Any], found_digest: str) -> dict[str, Any]:
    """The code as far as the service tells: the declared text while what is there is made of it.

    No API reports the bucket and the key a function's code came from; the stack alone knows them, as in AWS.
    """
    code = properties.get("Code", {})
    if "ZipFile" not in code:
        return {name: code[name] for name in FROM_S3 if name in code}
    same = digest(archive(code["ZipFile"], properties.get("Runtime", ""))) == found_digest
    return {"ZipFile": code["ZipFile"] if same else f"(code with the SHA-256 {found_digest})"}
