"""The reader as an application calls it, in an account that refuses it in every way there is."""

import json

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from patterns import Sandbox
from patterns.functions import secret_reader
from patterns.functions.secret_reader import get_secret


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setattr(secret_reader, "_kept", {})
    monkeypatch.setattr(secret_reader, "_clients", {})
    with Sandbox() as account:
        secret_reader._clients["us-east-1"] = account.client("secretsmanager")
        yield account


@pytest.fixture
def now(monkeypatch):
    moment = {"now": 1000.0}
    monkeypatch.setattr(secret_reader.time, "time", lambda: moment["now"])
    return moment


class Refusing:
    """A client whose every read is refused."""

    def __init__(self, error):
        self.error = error

    def get_secret_value(self, **asked):
        raise self.error


def refusing(code):
    return Refusing(ClientError({"Error": {"Code": code, "Message": "no"}}, "GetSecretValue"))


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({"SecretString": '{"username": "app"}'}, {"username": "app"}),
        ({"SecretString": "token"}, "token"),
        ({"SecretString": "123456"}, "123456"),
        ({"SecretString": '["a"]'}, '["a"]'),
        ({"SecretBinary": b"\x00\xff"}, b"\x00\xff"),
    ],
)
def test_every_kind_of_secret_is_read(aws, stored, read):
    aws.client("secretsmanager").create_secret(Name="kind", **stored)

    assert get_secret("kind") == read


def test_a_value_is_kept_until_its_time_is_up_or_somebody_asks_for_a_fresh_one(aws, now):
    client = aws.client("secretsmanager")
    client.create_secret(Name="login", SecretString="old")
    get_secret("login")
    client.put_secret_value(SecretId="login", SecretString="new")

    assert get_secret("login") == "old"
    assert get_secret("login", stage="AWSPREVIOUS") == "old"
    now["now"] += 299
    assert get_secret("login") == "old"
    now["now"] += 1
    assert get_secret("login") == "new"
    client.put_secret_value(SecretId="login", SecretString="newer")
    assert get_secret("login", fresh=True) == "newer"


def test_zero_seconds_keep_nothing(aws, now, monkeypatch):
    monkeypatch.setenv("CACHE_SECONDS", "0")
    client = aws.client("secretsmanager")
    client.create_secret(Name="login", SecretString="old")
    get_secret("login")
    client.put_secret_value(SecretId="login", SecretString="new")

    assert get_secret("login") == "new"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ResourceNotFoundException", secret_reader.SecretNotFound),
        ("AccessDeniedException", secret_reader.SecretForbidden),
        ("InvalidRequestException", secret_reader.SecretDeleted),
        ("DecryptionFailure", secret_reader.SecretUndecryptable),
        ("InternalServiceError", secret_reader.SecretUnavailable),
        ("ThrottlingException", secret_reader.SecretUnavailable),
        ("SomethingNew", secret_reader.SecretError),
    ],
)
def test_each_refusal_is_an_error_of_its_own_that_names_the_secret(aws, code, kind):
    secret_reader._clients["us-east-1"] = refusing(code)

    with pytest.raises(secret_reader.SecretError, match=f"login: {code}: no") as error:
        get_secret("login")

    assert type(error.value) is kind


def test_a_service_that_cannot_be_reached_is_unavailable(aws):
    secret_reader._clients["us-east-1"] = Refusing(EndpointConnectionError(endpoint_url="https://nowhere"))

    with pytest.raises(secret_reader.SecretUnavailable, match="login: Could not connect"):
        get_secret("login")


def test_the_handler_tells_no_value(aws, monkeypatch):
    made = aws.client("secretsmanager").create_secret(Name="login", SecretString='{"username": "a", "password": "b"}')
    monkeypatch.setenv("SECRET_ARN", made["ARN"])
    monkeypatch.setenv("AWS_REGION", "us-east-1")

    assert json.dumps(secret_reader.handler({}, None)) == '{"fields": ["password", "username"], "kind": "dict"}'
