"""The AWS services, one folder each, and the only place that looks for what is in them.

A folder is named as boto3 names the client (`aws_lambda`: a keyword cannot name a package). Every part is optional:

    services/sqs/
      __init__.py             NAMES: what CloudFormation, boto3, moto and ARNs call it
      resources/<type>.py     one PROVIDER            found by the resource type's name
      resources/_stage.py     STAGE                   what the examples of providers stand on, for tests and pages
      patches/<subject>.py    apply()                 called when moto loads the service
      behaviours/<subject>.py install(account)        called when an account starts
      permissions.py          one SERVICE             what its calls need of IAM; without it, `fidelity.NO_PERMISSIONS`
      target.py               one TARGET              how it takes what another service hands to it
      web.py                  answer(account, request) what comes back from its addresses; None for one not its own
      samples.py              SAMPLES                 what parameters of its calls may be, for tests of permissions
      interfaces.py           held(account_id, region) the network interfaces that it keeps in subnets
      parameter_values.py     VALUES                  what a parameter can name that none of its providers lists
      fidelity.py             BEHAVIOURS and LIMITS   what it does as AWS does, and what it does not
      <own logic>.py

Nothing is registered: a new folder is found because it is there.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Literal

from patterns.sandbox.core.names import Names


@cache
def names() -> Mapping[str, Names]:
    """What each service is called, by its folder; the contents of the folders are not imported."""
    folders = sorted(info.name for info in pkgutil.iter_modules(__path__) if info.ispkg)
    return {folder: importlib.import_module(f"{__name__}.{folder}").NAMES for folder in folders}


@cache
def folder(by: Literal["boto3", "moto", "cloudformation", "arn"], name: str) -> str | None:
    """The folder of the service that goes by this name there; None for a service that has none."""
    return next((found for found, its in names().items() if name and getattr(its, by) == name), None)


def part(folder: str, name: str) -> ModuleType | None:
    """One module of a service, imported; None where the service does not have it."""
    around, _, _ = name.rpartition(".")
    if around and part(folder, around) is None:
        return None
    found = importlib.util.find_spec(f"{__name__}.{folder}.{name}")
    return None if found is None else importlib.import_module(found.name)


def parts(folder: str, name: str) -> Iterator[ModuleType]:
    """The modules of one subfolder of a service but private ones, imported one by one, in the order of their names."""
    for each in _listed(folder, name):
        yield importlib.import_module(f"{__name__}.{folder}.{name}.{each}")


@cache
def _listed(folder: str, name: str) -> tuple[str, ...]:
    """The names of those modules, looked up once: every start of an account asks for all behaviours."""
    package = part(folder, name)
    found = pkgutil.iter_modules(package.__path__) if package else ()
    return tuple(info.name for info in found if not info.name.startswith("_"))


@cache
def having(name: str) -> tuple[ModuleType, ...]:
    """One module of every service that has it, looked up once: some calls ask all services."""
    found = (part(folder, name) for folder in names())
    return tuple(module for module in found if module is not None)


def every(name: str) -> Iterator[ModuleType]:
    """The modules of one subfolder of every service, service by service."""
    for folder in names():
        yield from parts(folder, name)
