import os
import signal
import socket
import threading

import boto3
import pytest
import requests

from patterns.sandbox import account as account_module
from patterns.sandbox import services
from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import OutsideSandbox, SandboxEnded, SandboxError
from patterns.sandbox.fence import credentials, holding
from patterns.sandbox.fence.holding import FENCE, Fence
from tools.sampling import sampled

REAL = {"AWS_PROFILE": "prod", "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL", "AWS_REGION": "eu-west-3", "MOTO_X": ""}


def variables():
    """The environment, but for what pytest itself changes in it."""
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """A reader's environment; after every test it is exactly as it was."""
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    before = variables()
    yield before
    Sandbox.stop_all()
    assert variables() == before


def is_open():
    """Whether something of the process would leave it, told without letting it."""
    try:
        socket.getaddrinfo("fenced.invalid", 80)
    except OutsideSandbox:
        return False
    return True


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [])


def assert_ended_and_fenced():
    assert not is_open()
    assert os.environ["AWS_ACCESS_KEY_ID"] == "AKIAIOSFODNN7EXAMPLE"
    with pytest.raises(SandboxEnded):
        boto3.client("s3", region_name="us-east-1").list_buckets()
    with pytest.raises(SandboxEnded):
        requests.get("https://s3.amazonaws.com/", timeout=1)


@pytest.mark.slow
def test_the_fence_holds_when_an_inner_sandbox_ends(environment):
    with Sandbox() as outer:
        client = outer.client("s3")
        with Sandbox(region="eu-west-1"):
            assert os.environ["AWS_DEFAULT_REGION"] == "eu-west-1"

        assert Sandbox.live() is None
        assert_ended_and_fenced()
        for call in (client.list_buckets, lambda: outer.client("s3"), lambda: outer.deploy({})):
            with pytest.raises(SandboxEnded):
                call()
        with Sandbox() as another:
            assert another.client("s3").list_buckets()["Buckets"] == []

    assert is_open()
    assert variables() == environment


@pytest.mark.slow
def test_clients_of_boto3_are_those_of_the_live_sandbox():
    for _ in range(3):  # as a cell that runs again
        aws = Sandbox().start()
        aws.client("s3").create_bucket(Bucket="notes")

        assert [bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]] == ["notes"]


def inner_raises():
    with pytest.raises(KeyError), Sandbox():
        raise KeyError


def inner_is_stopped_twice():
    inner = Sandbox().start()
    inner.stop()
    inner.stop()


def inner_never_starts():
    Sandbox().stop()


def inner_in_a_thread():
    thread = threading.Thread(target=lambda: Sandbox().start().stop())
    thread.start()
    thread.join()


def two_inner():
    first = Sandbox().start()
    second = Sandbox().start()
    first.stop()
    second.stop()


@pytest.mark.parametrize(
    "act", sampled([inner_raises, inner_is_stopped_twice, inner_never_starts, inner_in_a_thread, two_inner], 1)
)
@pytest.mark.parametrize(
    "begin", [lambda: Sandbox().start(), pytest.param(lambda: Sandbox().__enter__(), marks=pytest.mark.long)]
)
def test_the_fence_holds_until_the_outer_sandbox_is_stopped(environment, begin, act):
    outer = begin()

    act()

    assert not is_open()
    if outer.gateway.ended:
        assert_ended_and_fenced()
    else:
        assert boto3.client("s3").list_buckets()["Buckets"] == []
    outer.stop()
    assert is_open()
    assert variables() == environment


@pytest.mark.slow
def test_the_order_of_stopping_is_free(environment):
    sandboxes = [Sandbox().start() for _ in range(3)]

    for number in (2, 0):
        sandboxes[number].stop()
        assert_ended_and_fenced()

    sandboxes[1].stop()
    assert is_open()
    assert variables() == environment


@pytest.mark.slow
def test_stopping_an_older_one_leaves_the_live_one_alone():
    first, second = Sandbox().start(), Sandbox().start()

    first.stop()

    assert Sandbox.live() is second
    assert second.client("s3").list_buckets()["Buckets"] == []
    assert not is_open()


@pytest.mark.slow
def test_a_cell_that_is_run_again_leaves_nothing_that_holds_the_fence(environment):
    aws = Sandbox().start()
    aws.client("s3").create_bucket(Bucket="notes")
    aws = Sandbox().start()
    assert not is_open()

    aws.stop()

    assert is_open()
    assert variables() == environment


@pytest.mark.slow
def test_all_are_stopped_together(environment):
    outer = Sandbox().start()
    with Sandbox():
        pass
    assert_ended_and_fenced()
    assert outer.gateway.ended

    Sandbox.stop_all()
    Sandbox.stop_all()

    assert is_open()
    assert variables() == environment


def failing(owner, name):
    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    return lambda monkeypatch: monkeypatch.setattr(owner, name, fail)


STEPS = {
    "environment": failing(holding, "guard"),
    "sockets": failing(holding, "fence_children"),
    "loading": failing(account_module.loading, "load"),
    "account": failing(account_module.loading, "account"),
    "libraries": failing(account_module, "lead"),
    "credentials": failing(credentials, "replace"),
    "authoriser": failing(account_module.Authoriser, "install"),
    "behaviours": failing(services, "parts"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_start_that_fails_leaves_nothing(monkeypatch, environment, step):
    boto3_session, send = boto3.DEFAULT_SESSION, requests.adapters.HTTPAdapter.send
    aws = Sandbox()
    with monkeypatch.context() as patched:
        STEPS[step](patched)
        with pytest.raises(KeyboardInterrupt):
            aws.start()

    assert is_open()
    assert variables() == environment
    assert (Sandbox.live(), boto3.DEFAULT_SESSION) == (None, boto3_session)
    assert requests.adapters.HTTPAdapter.send is send
    with Sandbox() as another:
        assert another.client("s3").list_buckets()["Buckets"] == []


@pytest.mark.parametrize("step", ["account", "libraries", "authoriser", "behaviours"])
def test_a_sandbox_half_made_is_not_started_again(monkeypatch, step):
    aws = Sandbox()
    with monkeypatch.context() as patched:
        STEPS[step](patched)
        with pytest.raises(KeyboardInterrupt):
            aws.start()

    with pytest.raises(SandboxEnded, match="can be started only once"):
        aws.start()


@pytest.mark.parametrize("region", sampled([None, 5, "", "us-east-9", "a\0b", ["us-east-1"]], 0, slow=2))
def test_a_region_that_cannot_be_changes_nothing_and_ends_no_other(environment, region):
    with pytest.raises(SandboxError, match=r"region"):
        Sandbox(region=region).start()
    assert is_open()
    assert variables() == environment

    with Sandbox() as aws:
        with pytest.raises(SandboxError, match=r"region"):
            Sandbox(region=region).start()

        assert aws.is_live
        assert aws.client("s3").list_buckets()["Buckets"] == []


def test_an_error_while_stopping_takes_the_fence_down_all_the_same(environment):
    aws = Sandbox().start()
    aws.ending.callback(lambda: [].pop())

    with pytest.raises(IndexError):
        aws.stop()

    assert is_open()
    assert variables() == environment


def test_what_was_changed_of_aws_goes_and_of_others_stays(environment):
    with Sandbox():
        os.environ["AWS_SESSION_TOKEN"] = "set inside"
        os.environ["AWS_PROFILE"] = "set inside"
        del os.environ["AWS_DEFAULT_REGION"]
        os.environ["OTHER"] = "set inside"

    assert variables() == environment | {"OTHER": "set inside"}
    del os.environ["OTHER"]


def test_what_others_replaced_meanwhile_is_theirs(monkeypatch):
    adapter, real = requests.adapters.HTTPAdapter, requests.adapters.HTTPAdapter.send
    aws = Sandbox().start()
    ours = adapter.send
    adapter.send = theirs = lambda *args, **kwargs: "theirs"

    aws.stop()

    assert adapter.send is theirs
    adapter.send = ours  # as a mock puts back what it found
    with pytest.raises(requests.ConnectionError):
        requests.get("http://fenced.invalid/", timeout=1)
    adapter.send = real


def test_threads_are_fenced():
    told = []
    with Sandbox():
        thread = threading.Thread(target=lambda: told.append(is_open()))
        thread.start()
        thread.join()

    assert told == [False]


def test_forked_children_are_fenced_and_go_on_being_so():
    with Sandbox():
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writing, repr((is_open(), os.environ["AWS_ACCESS_KEY_ID"])).encode())
            finally:
                os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    assert os.read(reading, 100) == b"(False, 'AKIAIOSFODNN7EXAMPLE')"
    os.close(reading)
    os.close(writing)


def test_a_holder_holds_once_and_others_hold_nothing():
    one, other = Sandbox(), Sandbox()
    FENCE.hold(one)
    FENCE.hold(one)
    FENCE.release(other)
    assert not is_open()

    FENCE.release(one)
    FENCE.release(one)

    assert is_open()
    assert repr(Fence()) == "Fence(down, 0 holders)"
