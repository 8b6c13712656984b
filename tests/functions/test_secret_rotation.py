"""The four steps one by one, repeated, and refused, against a database of the test's."""

import json

import pytest

from patterns import Sandbox
from patterns.functions import secret_rotation
from patterns.functions.secret_rotation import Rotation, RotationError

TOKEN = "0" * 32
LOGIN = {"username": "app", "password": "old"}


class Remembering:
    """A database with one user."""

    def __init__(self):
        self.password = "old"

    def set_password(self, old, new):
        assert self.password in (old["password"], new["password"])
        self.password = new["password"]

    def log_in(self, login):
        if login["password"] != self.password:
            raise RotationError("wrong password")


@pytest.fixture
def client():
    with Sandbox() as aws:
        secrets = aws.client("secretsmanager")
        secrets.create_secret(Name="login", SecretString=json.dumps(LOGIN))
        yield secrets


@pytest.fixture
def rotation(client):
    return Rotation(client, "login", TOKEN, Remembering())


def value(client, label):
    return json.loads(client.get_secret_value(SecretId="login", VersionStage=label)["SecretString"])


def test_four_steps_change_the_password_in_both_places(client, rotation):
    for step in (rotation.create, rotation.set, rotation.test, rotation.finish):
        step()

    assert value(client, "AWSPREVIOUS") == LOGIN
    assert value(client, "AWSCURRENT") == {"username": "app", "password": rotation._database.password}
    versions = client.describe_secret(SecretId="login")["VersionIdsToStages"]
    assert versions[TOKEN] == ["AWSCURRENT"]


def test_a_step_that_is_repeated_changes_nothing_more(client, rotation):
    rotation.create()
    made = value(client, "AWSPENDING")

    rotation.create()
    rotation.set()
    rotation.set()

    assert value(client, "AWSPENDING") == made
    assert rotation._database.password == made["password"]


def test_a_password_that_was_never_set_does_not_pass_the_test(rotation):
    rotation.create()

    with pytest.raises(RotationError, match="wrong password"):
        rotation.test()


def test_a_password_keeps_to_the_rules(client, rotation, monkeypatch):
    monkeypatch.setenv("PASSWORD_LENGTH", "100")
    monkeypatch.setenv("EXCLUDE_PUNCTUATION", "true")

    rotation.create()

    password = value(client, "AWSPENDING")["password"]
    assert (len(password), password.isalnum()) == (100, True)


def test_a_secret_that_is_no_login_is_refused(client, rotation):
    client.put_secret_value(SecretId="login", SecretString='{"token": "x"}')

    with pytest.raises(RotationError, match="login is no login: it needs username and password"):
        rotation.create()


def test_a_version_nobody_began_and_a_secret_that_does_not_rotate_are_refused(client, rotation):
    with pytest.raises(RotationError, match="login does not rotate"):
        rotation.wanted()


def test_an_unknown_step_is_refused(client, monkeypatch):
    monkeypatch.setattr(secret_rotation.boto3, "client", lambda service: client)
    event = {"Step": "burnSecret", "SecretId": "login", "ClientRequestToken": TOKEN}

    with pytest.raises(RotationError, match="there is no step 'burnSecret': it is one of createSecret, setSecret"):
        secret_rotation.handler(event, None)
