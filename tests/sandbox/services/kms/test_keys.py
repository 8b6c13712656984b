"""Each private name of moto that the patch touches, by what KMS answers through it."""

import pytest

from patterns import Sandbox


@pytest.fixture
def kms():
    with Sandbox() as aws:
        yield aws.client("kms")


def test_the_rotation_period_is_kept_and_reported_while_the_key_rotates(
    kms,
):  # enable_key_rotation, get_key_rotation_status
    key = kms.create_key()["KeyMetadata"]["KeyId"]

    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 180

    kms.disable_key_rotation(KeyId=key)
    status = kms.get_key_rotation_status(KeyId=key)
    assert (status["KeyRotationEnabled"], "RotationPeriodInDays" in status) == (False, False)

    kms.enable_key_rotation(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 180


def test_a_key_rotates_every_year_when_nobody_says(kms):
    key = kms.create_key()["KeyMetadata"]
    kms.enable_key_rotation(KeyId=key["Arn"])

    status = kms.get_key_rotation_status(KeyId=key["KeyId"])

    assert (status["KeyId"], status["RotationPeriodInDays"]) == (key["KeyId"], 365)


def test_a_key_is_for_encryption_when_nobody_says(kms):  # Key.__init__, key_usage
    assert kms.create_key()["KeyMetadata"]["KeyUsage"] == "ENCRYPT_DECRYPT"
    assert kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyUsage"] == "SIGN_VERIFY"


def test_rotations_name_the_key_by_its_id(kms):  # list_key_rotations, rotate_key_on_demand
    key = kms.create_key()["KeyMetadata"]
    kms.rotate_key_on_demand(KeyId=key["KeyId"])

    rotations = kms.list_key_rotations(KeyId=key["KeyId"])["Rotations"]

    assert [(rotation["KeyId"], rotation["RotationType"]) for rotation in rotations] == [(key["KeyId"], "ON_DEMAND")]
