import pytest

from patterns import Sandbox
from patterns.sandbox import services
from patterns.sandbox.services.s3.behaviours import access_logs


def test_a_behaviour_that_cannot_be_installed_leaves_no_sandbox_half_started(monkeypatch):
    def fail(account):
        raise RuntimeError("a fault of a behaviour")

    with monkeypatch.context() as patched:
        patched.setattr(access_logs, "install", fail)
        with pytest.raises(RuntimeError, match="a fault of a behaviour"):
            Sandbox().start()

    assert Sandbox.live() is None
    with Sandbox() as aws:
        assert aws.client("s3").list_buckets()["Buckets"] == []


READERS = {"documents_kept", "held", "kept", "identities", "launch_checks", "reach", "tasks", "wordings"}
"""Modules beside patches that only read what moto keeps, or say how it is kept."""


def test_every_patch_can_be_applied():
    without = [module.__name__ for module in services.every("patches") if not hasattr(module, "apply")]

    assert {name.rpartition(".")[2] for name in without} == READERS, without


def test_every_behaviour_is_installed():
    with Sandbox() as aws:
        assert repr(aws.gateway) != "Gateway(0 handlers)"
