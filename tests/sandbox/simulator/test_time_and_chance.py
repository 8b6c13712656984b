import datetime
import importlib
import re
import sys
import time
import uuid
from pathlib import Path

import moto
import pytest

from patterns.sandbox import services
from patterns.sandbox.account import Sandbox
from patterns.sandbox.simulator import time_and_chance

# How moto's modules may take time and chance: into a global of theirs, under which the shims find it. What stands
# inside a function they cannot reach; `UTC` needs no replacing.
GLOBAL = re.compile(r"^(?:import|from) (datetime|time|uuid|random|secrets)\b(.*)$", re.MULTILINE)
LOCAL = re.compile(r"^[ \t]+(?:import|from) (?:datetime|time|uuid|random|secrets)\b.*$", re.MULTILINE)
REPLACED = {
    ("datetime", ""),
    ("datetime", " import datetime"),
    ("datetime", " import datetime, timedelta"),
    ("datetime", " import datetime, timedelta, timezone"),
    ("datetime", " import datetime, timezone"),
    ("datetime", " import timedelta"),
    ("time", ""),
    ("time", " import sleep"),
    ("time", " import time"),
    ("uuid", ""),
    ("uuid", " import UUID"),
    ("uuid", " import uuid4"),
    ("random", ""),
    ("random", " import Random"),
}
# Dates without a time, which follow the real day: mediastore's and two services nobody deploys here.
DAYS = {("datetime", " import date"), ("datetime", " import date, datetime")}


# Under `if TYPE_CHECKING`, so never imported.
FOR_TYPES = {("elastic_network_interfaces.py", "from datetime import datetime")}


IN_USE = sorted(names.moto for names in services.names().values())
"""Moto's names of the services there are."""


@pytest.mark.slow
def test_moto_takes_time_and_chance_only_in_ways_the_shims_replace():
    sources = {path: path.read_text() for path in Path(moto.__file__).parent.rglob("*.py")}

    taken = {match for text in sources.values() for match in GLOBAL.findall(text)}
    local = {(path.name, line.strip()) for path, text in sources.items() for line in LOCAL.findall(text)}

    assert taken - REPLACED - DAYS == set()
    assert {(name, line) for name, line in local - FOR_TYPES if "import UTC" not in line} == set()


def test_no_loaded_module_of_moto_holds_the_real_time():
    real = {id(one) for one in (datetime.datetime, time, time.time, time.sleep, datetime, uuid)}
    with Sandbox():
        for service in IN_USE:
            importlib.import_module(f"moto.{service}.models")
            importlib.import_module(f"moto.{service}.responses")

        modules = [module for name, module in sys.modules.items() if name.startswith("moto.")]
        held = {
            f"{module.__name__}.{name}"
            for module in modules
            for name, value in vars(module).items()
            if id(value) in real
        }

    assert held == set()


def test_the_virtual_datetime_makes_and_recognises_real_ones():
    moment = time_and_chance.VirtualDatetime(2026, 1, 2)

    assert type(moment) is datetime.datetime
    assert isinstance(datetime.datetime.now(datetime.UTC), time_and_chance.VirtualDatetime)
    assert not isinstance(datetime.date(2026, 1, 2), time_and_chance.VirtualDatetime)
    assert type(time_and_chance.VirtualDatetime.strptime("2026", "%Y")) is datetime.datetime


def test_the_virtual_datetime_follows_the_clock_of_the_live_sandbox():
    with Sandbox() as aws:
        aws.clock.advance(hours=1)

        assert time_and_chance.VirtualDatetime.now(datetime.UTC) == aws.clock.now
        assert time_and_chance.VirtualDatetime.utcnow() == datetime.datetime(2026, 1, 1, 1)
        assert (
            time_and_chance.VirtualDatetime.now()
            == time_and_chance.VirtualDatetime.today()
            == time_and_chance.VirtualDatetime.utcnow()
        )

    real = datetime.datetime.now(datetime.UTC)
    assert abs(time_and_chance.VirtualDatetime.now(datetime.UTC) - real) < datetime.timedelta(minutes=1)
