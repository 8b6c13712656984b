"""When the endpoint listens, where, and until when: each test has an account of its own."""

import os
import socket
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.endpoint import server
from tests.sandbox.endpoint.clients import client, refused


def test_only_loopback_is_bound_and_the_port_is_free_again_afterwards(monkeypatch):
    bound = []
    bind = socket.socket.bind
    monkeypatch.setattr(socket.socket, "bind", lambda sock, address: bound.append(address) or bind(sock, address))
    with Sandbox() as account:
        with account.endpoint() as address:
            port = urlsplit(address).port
            with pytest.raises(SandboxError, match=f"port {port} of 127.0.0.1 is not to be had"):
                account.endpoint(port=port).start()
        assert "AWS_ENDPOINT_URL" not in os.environ
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(address, timeout=5)
        again = account.endpoint(port=port)
        with again as address:
            assert urlsplit(address).port == port
        with pytest.raises(SandboxError, match="starts once"):
            again.start()
    assert {host for host, *_ in bound} == {"127.0.0.1"}


def test_off_loopback_test_is_nobody_and_the_secret_is_a_new_one():
    with Sandbox() as account, account.endpoint(host="0.0.0.0") as address:
        endpoint_secret = os.environ["AWS_SECRET_ACCESS_KEY"]
        assert refused(client(address, "sts").get_caller_identity) == "SignatureDoesNotMatch"
        known = client(address, "sts", "AKIAIOSFODNN7EXAMPLE", endpoint_secret)
        assert known.get_caller_identity()["Account"] == "123456789012"


def test_it_ends_with_its_account_and_a_wrong_port_is_said():
    with Sandbox() as account:
        endpoint = account.endpoint().start()
        with pytest.raises(SandboxError, match="port 70000"):
            account.endpoint(port=70_000)
    assert repr(endpoint) == "Endpoint(closed)"


def test_time_of_an_endpoint_that_ticks_is_this_machine_s(monkeypatch):
    now = 1_800_000_000.0
    monkeypatch.setattr(server.time, "time", lambda: now)
    monkeypatch.setattr(server, "TICK_SECONDS", 3600)
    with Sandbox() as account, account.endpoint(ticks=True) as address:
        assert account.clock.time() == now
        now += 60
        client(address, "sts").get_caller_identity()
        assert account.clock.time() == now
