import pytest

from patterns import Sandbox
from patterns.functions.note_keeper import handler


@pytest.fixture
def table(monkeypatch):
    with Sandbox() as aws:
        aws.client("dynamodb").create_table(
            TableName="notes", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )  # fmt: skip
        monkeypatch.setenv("TABLE", "notes")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield aws


@pytest.mark.slow
def test_what_is_put_is_got_until_it_is_deleted(table):
    assert handler({"do": "put", "id": "1", "text": "milk"}, None) == {"kept": "1"}
    assert handler({"do": "get", "id": "1"}, None) == {"text": "milk"}
    assert handler({"do": "delete", "id": "1"}, None) == {"gone": "1"}
    assert handler({"do": "get", "id": "1"}, None) == {"text": None}


def test_anything_else_is_refused_by_name(table):
    with pytest.raises(ValueError, match="do = 'drop': say put, get or delete"):
        handler({"do": "drop", "id": "1"}, None)
