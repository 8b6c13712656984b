"""Has moto's Lambda refuse code that is not there, is no zip file, or is too large. Not what the code does.

https://docs.aws.amazon.com/lambda/latest/dg/python-package.html
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from typing import Any

TAKE_CODE = ("create_function", "update_function_code", "publish_layer_version")

NO_BUCKET = (
    "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist"
)
NO_KEY = "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist."
NO_ZIP = "Could not unzip uploaded file. Please check your file, then try to upload again."
TOO_LARGE = "Unzipped size must be smaller than {} bytes"
MOST_UNZIPPED_BYTES = 262_144_000


def apply() -> None:
    """Look at the code before moto keeps it."""
    from moto.awslambda.models import LambdaBackend

    for name in TAKE_CODE:
        setattr(LambdaBackend, name, _checking(getattr(LambdaBackend, name)))


def _checking(operation: Any) -> Any:
    """Refuse code of which moto would make empty code, or which no function could start with."""

    def checking(self: Any, *args: Any, **kwargs: Any) -> Any:
        [asked] = [one for one in (*args, *kwargs.values()) if isinstance(one, dict)]
        place = asked.get("Code") or asked.get("Content") or asked
        code = _code(self, place)
        if code is not None:
            _check(code)
        return operation(self, *args, **kwargs)

    return checking


def _code(backend: Any, place: Mapping[str, Any]) -> bytes | None:
    if "S3Key" in place:
        return _stored(backend, place["S3Bucket"], place["S3Key"])
    text = place.get("ZipFile")
    return base64.b64decode(text) if text is not None else None


def _stored(backend: Any, bucket: str, key: str) -> bytes:
    from moto.awslambda.exceptions import InvalidParameterValueException
    from moto.s3.exceptions import MissingBucket
    from moto.s3.models import s3_backends

    try:
        there = s3_backends[backend.account_id][backend.partition].get_object(bucket, key)
    except MissingBucket:
        raise InvalidParameterValueException(NO_BUCKET) from None
    if there is None:
        raise InvalidParameterValueException(NO_KEY)
    return bytes(there.value)


def _check(code: bytes) -> None:
    from moto.awslambda.exceptions import InvalidParameterValueException

    try:
        with zipfile.ZipFile(io.BytesIO(code)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile:
        raise InvalidParameterValueException(NO_ZIP) from None
    if size > MOST_UNZIPPED_BYTES:
        raise InvalidParameterValueException(TOO_LARGE.format(MOST_UNZIPPED_BYTES))
