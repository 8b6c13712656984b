"""Clients of an endpoint, as programs elsewhere have them, and how they are refused."""

from __future__ import annotations

import http.client
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError


def client(
    url: str, service: Any, key: str = "test", secret: str = "test", token: str | None = None, **config: Any
) -> Any:
    """A client with these keys, which does not try again."""
    return boto3.client(
        service, endpoint_url=url, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret,
        aws_session_token=token, config=Config(retries={"total_max_attempts": 1}, **config),
    )  # fmt: skip


def refused(call: Any, **arguments: Any) -> str:
    """The code with which a call is refused."""
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return str(error.value.response["Error"]["Code"])


def raw(
    url: str, method: str = "GET", path: str = "/", headers: Any = None, body: Any = None
) -> tuple[int, str, dict[str, str]]:
    """The status, text and headers of a request that nobody signs."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())
    finally:
        connection.close()
