"""When the endpoint listens, where, and until when: each test has an account of its own."""

import os
import socket
import threading
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import psutil
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
        with pytest.raises(OSError):  # refused, or reset where it was about to be answered
            urllib.request.urlopen(address, timeout=5)
        again = account.endpoint(port=port)
        with again as address:
            assert urlsplit(address).port == port
        with pytest.raises(SandboxError, match="starts once"):
            again.start()
    assert {host for host, *_ in bound} == {"127.0.0.1"}


def test_off_loopback_test_is_nobody_and_the_secret_is_a_new_one():
    with Sandbox() as account, account.endpoint(host="0.0.0.0", names=["Account"]) as address:
        endpoint_secret = os.environ["AWS_SECRET_ACCESS_KEY"]
        assert refused(client(address, "sts").get_caller_identity) == "SignatureDoesNotMatch"
        for host, status in (("account", 403), ("192.0.2.1", 403), ("*", 403), ("elsewhere.example", 403)):
            asked = urllib.request.Request(address, headers={"Host": host})
            with pytest.raises(urllib.error.HTTPError) as told:
                urllib.request.urlopen(asked, timeout=20)
            is_stranger = b"InvalidHost" in told.value.read()
            assert (told.value.code, is_stranger) == (status, host in ("*", "elsewhere.example"))
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


@pytest.mark.long
def test_fifty_clients_side_by_side_see_one_account_and_leave_memory_flat():
    with Sandbox() as account, account.endpoint() as address:
        queue = account.client("sqs").create_queue(QueueName="many")["QueueUrl"].rpartition("/")[2]
        clients = [client(address, "sqs") for _ in range(50)]

        def rounds(each):
            url = each.get_queue_url(QueueName=queue)["QueueUrl"]
            for number in range(20):
                each.send_message(QueueUrl=url, MessageBody=str(number))

        def together():
            threads = [threading.Thread(target=rounds, args=(each,)) for each in clients]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        together()
        before = psutil.Process().memory_info().rss
        account.client("sqs").purge_queue(QueueUrl=f"https://sqs.us-east-1.amazonaws.com/123456789012/{queue}")
        together()
        grown = psutil.Process().memory_info().rss - before

        asked = {"QueueUrl": queue, "AttributeNames": ["ApproximateNumberOfMessages"]}
        told = account.client("sqs").get_queue_attributes(**asked)["Attributes"]
        assert told["ApproximateNumberOfMessages"] == "1000"
        assert grown < 50 * 2**20
