import asyncio
import os
import sys
from types import SimpleNamespace

import pytest

from patterns.sandbox import preload
from patterns.sandbox.simulator.time_and_chance import shared_session


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.setattr(preload, "_steps", type(preload._steps)())
    monkeypatch.setattr(preload, "_started", [])
    monkeypatch.setattr(preload, "FIRST_STEP_SECONDS", 0)
    monkeypatch.setattr(preload, "NEXT_STEP_SECONDS", 0)
    monkeypatch.setattr(preload, "_MODULES", ())
    monkeypatch.setattr(preload, "_SERVICES", ())
    monkeypatch.setattr(preload, "_MODELS", ())
    monkeypatch.setattr(preload, "_load_moto", lambda: None)


@pytest.fixture
def kernel(fresh, monkeypatch):
    application = SimpleNamespace(initialized=lambda: True)
    monkeypatch.setitem(sys.modules, "ipykernel.kernelapp", SimpleNamespace(IPKernelApp=application))


def in_a_cell(*actions):
    async def cell():
        results = [action() for action in actions]
        await asyncio.sleep(0.05)
        return results

    return asyncio.run(cell())


def test_outside_a_kernel_nothing_happens(fresh, monkeypatch):
    monkeypatch.delitem(sys.modules, "ipykernel.kernelapp", raising=False)
    ran = []
    preload.add(lambda: ran.append("step"))

    assert in_a_cell(preload.start) == [False]
    assert ran == []


def test_in_a_kernel_without_a_running_loop_nothing_happens(kernel):
    assert preload.start() is False


@pytest.mark.slow
def test_steps_run_one_by_one_between_cells(kernel):
    ran = []
    preload.add(lambda: ran.append("first"))
    preload.add(lambda: ran.append("second"))

    started = in_a_cell(preload.start, lambda: ran.append("cell"), preload.start)

    assert started == [True, None, False]
    assert ran == ["cell", "first", "second"]


def test_a_step_that_raises_is_passed_over(kernel):
    ran = []
    preload.add(lambda: 1 / 0)
    preload.add(lambda: ran.append("next"))

    in_a_cell(preload.start)

    assert ran == ["next"]


def test_a_step_added_when_all_are_done_still_runs(kernel):
    ran = []

    async def page():
        preload.start()
        await asyncio.sleep(0.05)
        preload.add(lambda: ran.append("late"))
        await asyncio.sleep(0.05)

    asyncio.run(page())

    assert ran == ["late"]


def test_steps_do_not_see_the_users_account_and_leave_it_as_it_was(kernel, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "work")
    seen = []
    preload.add(lambda: seen.append(os.environ.get("AWS_PROFILE")))

    in_a_cell(preload.start)

    assert seen == [None]
    assert os.environ["AWS_PROFILE"] == "work"


@pytest.mark.parametrize("name", [*preload._MODULES, *preload._SERVICES])
def test_every_module_to_load_exists(name):
    preload._importing(name)()

    assert name in sys.modules


@pytest.mark.parametrize("service", preload._MODELS)
def test_the_model_of_every_service_to_load_can_be_read(service):
    preload._reading(service)()

    assert service in shared_session().get_available_services()
