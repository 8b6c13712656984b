"""What the examples of providers stand on is in their services' own folders, once each, and is used."""

from types import SimpleNamespace

import pytest

from patterns import Sandbox
from patterns.sandbox import services
from tools import stage
from tools.listing import providers
from tools.stage import UnknownProp, on_stage, props


def named(value):
    return {match["name"] for match in stage._matches(value)}


def test_everything_that_an_example_stands_on_is_there():
    asked = {name for provider in providers() for name in named(provider.examples)}

    assert asked - props("STAGE").keys() - props("BY_CALL").keys() == set()


def test_everything_that_is_there_is_asked_for():
    asked = {name for provider in providers() for name in named(provider.examples)}
    below = named(list(props("STAGE").values())) | {
        name for _, needs in props("BY_CALL").values() for name in named(needs)
    }

    assert props("STAGE").keys() - asked - below - set(props("COMPANIONS").values()) == set()


@pytest.mark.parametrize("folder", services.names())
def test_a_resource_is_in_the_folder_of_its_own_service(folder):
    package = services.part(folder, "resources")
    own = services.part(folder, "resources._stage") if package else None
    types = {resource["Type"].split("::")[1] for resource in getattr(own, "STAGE", {}).values()}

    assert types <= {services.names()[folder].cloudformation}


def test_what_nobody_has_is_named():
    with Sandbox() as aws, pytest.raises(UnknownProp, match=r"_stage.py has 'pipeline', which an example stands on"):
        on_stage(aws, {"Source": "{pipeline}"})


def test_what_two_services_have_is_refused(monkeypatch):
    part = SimpleNamespace(STAGE={"queue": {"Type": "AWS::SQS::Queue"}})
    monkeypatch.setattr(services, "part", lambda folder, name: part)

    with pytest.raises(ValueError, match="has queue, which another has as well"):
        props.__wrapped__("STAGE")
