"""CloudFormation's calls, answered by the engine that pages deploy with: one truth, whoever asks.

Not here: the answers themselves, a module of `answers` for each subject.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import DeploymentRefused, Refused, SandboxError
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.cloudformation.refusals import NOT_HERE, refused
from patterns.sandbox.services.cloudformation.region import Region
from patterns.template.errors import TemplateError

SUBJECTS = ("stacks", "change_sets", "described", "drift", "protection", "templates", "types")
Answer = Callable[[Region, Mapping[str, Any]], Mapping[str, Any]]


def install(account: Account) -> None:
    """Answer for CloudFormation, in the place of moto."""
    account.gateway.answer_for("cloudformation", lambda call: _answered(account, call))


def _answered(account: Account, call: Call) -> Mapping[str, Any]:
    operation = str(call.operation)
    answer = _answers().get(operation)
    if answer is None:
        raise Refused("InvalidAction", NOT_HERE.format(operation), 400)
    region = account.in_region(call.region).part(Region)
    try:
        return answer(region, call.params)
    except (DeploymentRefused, TemplateError) as error:
        raise refused(error) from None
    except SandboxError as error:
        raise Refused("ValidationError", str(error), 400) from None


@cache
def _answers() -> Mapping[str, Answer]:
    """The answer to each call, by its name, loaded at the first."""
    room = __name__.rpartition(".behaviours")[0]
    modules = [importlib.import_module(f"{room}.answers.{subject}") for subject in SUBJECTS]
    return {
        "".join(map(str.capitalize, name.split("_"))): function
        for module in modules
        for name, function in vars(module).items()
        if not name.startswith("_") and getattr(function, "__module__", "") == module.__name__
    }


def operations() -> list[str]:
    """The calls that are answered."""
    return sorted(name for name in _answers() if re.fullmatch("[A-Za-z]+", name))
