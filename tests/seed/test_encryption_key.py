"""The published snippet of a KMS key: correct as far as it goes, and what it leaves open."""

from pathlib import Path

import pytest

from patterns import EncryptionKey, Sandbox, check
from patterns.explore.tables import statements
from patterns.template.errors import TemplateError

SNIPPETS = Path(__file__).parent / "encryption_key"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"


def test_as_published_it_is_no_template():
    with Sandbox() as aws, pytest.raises(TemplateError) as refused:
        aws.deploy(PUBLISHED)

    assert "Resources" in str(refused.value)


def test_it_is_completed_by_one_line_that_says_so():
    published, (added, *rest) = PUBLISHED.read_text().splitlines(), COMPLETED.read_text().splitlines()

    assert added.startswith("Resources:  # completed: ")
    assert [line.removeprefix("  ") for line in rest] == published


def test_completed_it_is_deployed_reads_back_and_encrypts():
    with Sandbox() as aws:
        stack, kms = aws.deploy(COMPLETED), aws.client("kms")
        text = kms.encrypt(KeyId=stack["KMSKey"].physical_id, Plaintext=b"secret")["CiphertextBlob"]

        assert stack.drift() == {}
        assert stack["KMSKey"].unsimulated == ()
        assert kms.decrypt(CiphertextBlob=text)["Plaintext"] == b"secret"


@pytest.mark.slow
def test_its_one_statement_is_for_managing_and_for_using():
    with Sandbox() as aws:
        ((_, effect, who, what, only_if),) = statements(aws.deploy(COMPLETED)["KMSKey"].actual["KeyPolicy"]).rows
        own = statements(aws.deploy(EncryptionKey())["Key"].actual["KeyPolicy"]).rows

    assert (effect, who, what, only_if) == ("Allow", "arn:aws:iam::123456789012:root", "kms:*", "")
    assert [row[0] for row in own] == ["Manage", "Use"]
    assert "kms:Decrypt" not in own[0][3]
    assert "kms:PutKeyPolicy" not in own[1][3]


def test_its_flaws_are_found():
    assert {finding.id for finding in check(COMPLETED, lint=False)} == {
        "KMS-003",  # the stack takes the key along
        "TAG-001",  # nobody knows whose key it is
    }


def test_deleted_with_its_stack_it_takes_what_it_encrypted_along():
    with Sandbox() as aws:
        stack, kms = aws.deploy(COMPLETED), aws.client("kms")
        key = stack["KMSKey"].physical_id

        stack.delete()

        assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDeletion"
