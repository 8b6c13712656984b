import pytest

from patterns.functions import failing_service
from patterns.functions.failing_service import InvalidRequest, ServiceUnavailable, handler


def test_it_answers():
    assert handler({"request": {"quantity": 3}}, None) == {"price_usd": 36}


def test_a_wrong_request_is_wrong_whenever_it_comes():
    with pytest.raises(InvalidRequest, match="quantity must be a whole number from 1"):
        handler({"request": {"quantity": "three"}}, None)


def test_it_is_down_for_its_time_and_slow_to_say_so(monkeypatch):
    slept = []
    monkeypatch.setattr(failing_service.time, "sleep", slept.append)
    monkeypatch.setenv("DOWN_UNTIL", "99999999999")
    monkeypatch.setenv("SLOW_SECONDS", "4")

    with pytest.raises(ServiceUnavailable, match="no answer from the price list"):
        handler({}, None)

    assert slept == [4]
