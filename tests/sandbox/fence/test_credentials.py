import asyncio
import os
from datetime import UTC, datetime, timedelta

import boto3
import botocore.session
import pytest
from botocore.credentials import (
    CredentialResolver,
    Credentials,
    ProcessProvider,
    RefreshableCredentials,
    SharedCredentialProvider,
)

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import OutsideSandbox

KEY = "AKIAIOSFODNN7EXAMPLE"


def refreshable(renewals, minutes):
    """Credentials of a process, say, that end in some minutes; each renewal is noted."""

    def renew():
        renewals.append("renewed")
        return given(60)

    def given(minutes):
        expiry = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
        return {"access_key": "AKIAREAL", "secret_key": "x", "token": "x", "expiry_time": expiry}

    return RefreshableCredentials.create_from_metadata(given(minutes), renew, "custom-process")


@pytest.mark.slow
@pytest.mark.parametrize("minutes", [5, 12, 60])
def test_a_session_with_credentials_of_before_uses_and_renews_none_and_has_them_again_afterwards(minutes):
    renewals = []
    session = botocore.session.Session()
    session._credentials = credentials = refreshable(renewals, minutes)

    with Sandbox():
        assert session.get_credentials().access_key == KEY
        assert boto3.Session(botocore_session=session).client("s3", "us-east-1").list_buckets()["Buckets"] == []

    assert renewals == []
    assert session.get_credentials() is credentials


@pytest.mark.parametrize("minutes", [5, 12])
def test_credentials_of_before_are_not_renewed_by_hand_either(minutes):
    renewals = []
    credentials = refreshable(renewals, minutes)

    with (
        Sandbox(),
        pytest.raises(
            OutsideSandbox,
            match="found before the sandbox started: while it lives they sign nothing and are not renewed",
        ),
    ):
        credentials.get_frozen_credentials()
    assert renewals == []

    assert credentials.get_frozen_credentials().access_key == "AKIAREAL"
    assert renewals == ["renewed"]


@pytest.mark.parametrize(
    "sign",
    [
        lambda s3: s3.generate_presigned_url("get_object", Params={"Bucket": "notes", "Key": "a"}),
        lambda s3: s3.generate_presigned_post("notes", "a"),
    ],
)
def test_a_client_of_before_signs_no_addresses(sign):
    early = boto3.client("s3", "us-east-1", aws_access_key_id="AKIAREAL", aws_secret_access_key="x")

    with Sandbox() as aws:
        with pytest.raises(OutsideSandbox, match="while it lives they sign nothing"):
            sign(early)
        assert KEY in str(sign(aws.client("s3")))

    assert "AKIAREAL" in str(sign(early))


def test_credentials_made_inside_are_renewed():
    renewals = []
    with Sandbox():
        refreshable(renewals, 5).get_frozen_credentials()

    assert renewals == ["renewed"]


def test_a_session_keeps_the_keys_it_was_given_inside():
    with Sandbox() as aws:
        iam = aws.client("iam")
        iam.create_user(UserName="reader")
        pair = iam.create_access_key(UserName="reader")["AccessKey"]
        session = boto3.Session(pair["AccessKeyId"], pair["SecretAccessKey"], region_name="us-east-1")

        assert session.client("sts").get_caller_identity()["Arn"].endswith(":user/reader")


def test_no_provider_finds_anything(tmp_path):
    place = tmp_path / "credentials"
    place.write_text("[default]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n")
    process = ProcessProvider("default", lambda: {"profiles": {"default": {"credential_process": "false"}}})

    with Sandbox():
        assert SharedCredentialProvider(str(place)).load() is None
        assert process.load() is None

    document = SharedCredentialProvider(str(place)).load()
    assert document is not None
    assert document.access_key == "AKIAREAL"


class AwaitedResolver(CredentialResolver):
    """As aiobotocore's."""

    async def load_credentials(self):
        return Credentials("AKIAREAL", "real")


class AwaitedCredentials(RefreshableCredentials):
    """As aiobotocore's."""

    async def _protected_refresh(self, is_mandatory):
        self.access_key = "renewed"


def test_libraries_that_await_botocore_find_and_renew_none():
    resolver = AwaitedResolver([])
    credentials = AwaitedCredentials("AKIAREAL", "x", "x", datetime.now(UTC), dict, "custom-process")

    with Sandbox():
        with pytest.raises(OutsideSandbox, match="has an HTTP client of its own, which does not reach the sandbox"):
            asyncio.run(resolver.load_credentials())
        with pytest.raises(OutsideSandbox, match="are not renewed"):
            asyncio.run(credentials._protected_refresh(is_mandatory=True))

    assert asyncio.run(resolver.load_credentials()).access_key == "AKIAREAL"
    asyncio.run(credentials._protected_refresh(is_mandatory=True))
    assert credentials._access_key == "renewed"


def test_variables_set_inside_lead_to_no_credentials(tmp_path):
    (tmp_path / "config").write_text("[default]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n")

    with Sandbox():
        os.environ["AWS_CONFIG_FILE"] = str(tmp_path / "config")
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(tmp_path / "config")
        del os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]

        assert boto3.Session().get_credentials().access_key == KEY
