import base64
import json
import logging
from types import SimpleNamespace

import pytest

from patterns.functions.api_handler import MOST, handler

CONTEXT = SimpleNamespace(aws_request_id="request-1")


def call(body=None, **event):
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    return handler({"httpMethod": "POST", "path": "/orders", "body": text, **event}, CONTEXT)


def answer(response):
    return response["statusCode"], json.loads(response["body"])


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="orders")
    return caplog


def test_an_order_is_priced():
    response = call({"item": "tea", "quantity": 2})

    assert answer(response) == (200, {"item": "tea", "quantity": 2, "price_usd": 9.0})
    assert response["headers"] == {"Content-Type": "application/json"}


def test_a_discount_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("DISCOUNT_PERCENT", "10")

    assert answer(call({"item": "coffee"})) == (200, {"item": "coffee", "quantity": 1, "price_usd": 5.85})


def test_a_body_in_base64_is_read_too():
    coded = base64.b64encode(b'{"item": "cocoa"}').decode()

    assert answer(call(coded, isBase64Encoded=True))[0] == 200


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (None, "the body must be a JSON object"),
        ("", "the body must be a JSON object"),
        ("[1]", "the body must be a JSON object"),
        ("{item", "the body is not JSON"),
        ("[" * 9_000, "the body is not JSON"),
        ("x" * 10_001, "must not be longer than 10000 characters"),
        ({"item": "gold"}, "item must be one of cocoa, coffee, tea"),
        ({"item": ["tea"]}, "item must be one of cocoa, coffee, tea"),
        ({"item": "tea", "quantity": 0}, "quantity must be a whole number from 1 to 100"),
        ({"item": "tea", "quantity": MOST + 1}, "quantity must be a whole number from 1 to 100"),
        ({"item": "tea", "quantity": True}, "quantity must be a whole number from 1 to 100"),
    ],
)
def test_a_mistake_of_the_caller_is_a_400_that_says_what_to_mend(body, said):
    status, told = answer(call(body))

    assert status == 400
    assert said in told["error"]


@pytest.mark.parametrize("event", [None, [], "text", 7, {}, {"requestContext": None, "headers": None, "body": {}}])
def test_what_is_no_request_at_all_is_a_400_too(event):
    assert handler(event, CONTEXT)["statusCode"] == 400


def test_a_body_that_is_not_base64_is_a_400():
    assert answer(call("not base64!", isBase64Encoded=True)) == (400, {"error": "the body is not JSON"})


def test_a_mistake_of_ours_is_a_500_that_shows_nothing(monkeypatch, log):
    monkeypatch.setenv("DISCOUNT_PERCENT", "hunter2")

    response = call({"item": "tea"})

    assert answer(response) == (500, {"error": "Internal server error", "request_id": "request-1"})
    (line,) = log.records
    assert (line.levelname, line.error_type) == ("ERROR", "ValueError")
    assert "int(os.environ" in line.stack[-1]
    assert "hunter2" not in str(vars(line))


def test_each_request_leaves_one_line_with_its_id_and_how_it_ended(log):
    call({"item": "tea"}, requestContext={"requestId": "api-1"})
    call(None)

    found = [(line.getMessage(), line.levelname, line.status, line.api_request_id) for line in log.records]
    assert found == [("request", "INFO", 200, "api-1"), ("request", "WARNING", 400, None)]
    assert all(line.duration_ms >= 0 for line in log.records)


def test_method_and_path_are_found_in_both_formats(log):
    call({"item": "tea"})
    handler({"rawPath": "/orders", "requestContext": {"http": {"method": "PUT"}}}, CONTEXT)

    assert [(line.method, line.path) for line in log.records] == [("POST", "/orders"), ("PUT", "/orders")]


@pytest.mark.parametrize(
    "event",
    [
        {"headers": {"Authorization": "hunter2", "Accept": "*/*"}},
        {"headers": {"cookie": "id=hunter2", "X-Api-Key": "hunter2"}},
        {"queryStringParameters": {"access_token": "hunter2"}},
        {"body": {"item": "tea", "customer": {"password": "hunter2", "cards": [{"secret": "hunter2"}]}}},
        {"body": {"item": "gold", "Password": "hunter2"}},
        {"body": "password=hunter2"},
        {"body": {"a": {"b": {"c": {"d": {"e": {"f": {"g": "hunter2"}}}}}}}},
    ],
)
def test_no_secret_reaches_the_log(event, log):
    call(**event)

    (line,) = log.records
    assert "hunter2" not in str(vars(line))


def test_what_is_no_secret_is_logged_and_what_is_long_is_cut(log):
    call({"item": "tea", "note": "n" * 300}, headers={"Accept": "text/html"})

    (line,) = log.records
    assert line.headers == {"Accept": "text/html"}
    assert line.body == {"item": "tea", "note": "n" * 200 + "..."}
