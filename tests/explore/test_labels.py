import pytest

from patterns import Sandbox
from patterns.explore.tables import labels


@pytest.fixture
def secrets():
    with Sandbox() as aws:
        yield aws.client("secretsmanager")


def test_versions_with_a_label_are_listed_without_their_values(secrets):
    secrets.create_secret(Name="login", SecretString="first", ClientRequestToken="0" * 31 + "1")
    for number in (2, 3):
        secrets.put_secret_value(SecretId="login", SecretString="next", ClientRequestToken=f"{number:032d}")

    found = labels(secrets, "login")

    assert found.headings == ("version", "labels", "made")
    assert found.rows == (
        ("…0002", "AWSPREVIOUS", "2026-01-01 00:00"),
        ("…0003", "AWSCURRENT", "2026-01-01 00:00"),
    )


def test_a_secret_without_a_value_has_no_version(secrets):
    secrets.create_secret(Name="empty")

    assert repr(labels(secrets, "empty")) == "the secret has no version"
