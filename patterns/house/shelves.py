"""Shelves: the packages with `recipes`, `exercises` and `checks`, and how their modules are imported.

Not here: what is in them (`patterns.catalogue`).
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from patterns.house.settings import House, HouseError

OWN = "patterns"
"""The cookbook's own shelf."""
GROUP = "aws_patterns.recipes"
"""The entry points by which a distribution says that one of its packages is a shelf."""


@cache
def shelves(house: House) -> tuple[str, ...]:
    """The packages to look in, the cookbook's own first. Raises `HouseError`."""
    installed = [_installed(entry.name, entry.value) for entry in entry_points(group=GROUP)]
    return tuple(dict.fromkeys([OWN, *sorted(installed), *map(_package, house.recipes)]))


def _installed(name: str, package: str) -> str:
    try:
        importlib.import_module(package)
    except Exception as error:  # it is of another distribution: whatever is wrong in it is to be told
        raise HouseError(f"entry point {name} of {GROUP}", f"{package} does not load: {error}") from error
    return package


def _package(folder: Path) -> str:
    """The package that a folder is: importable from then on, as its own modules and tests import it."""
    if not folder.is_dir():
        raise HouseError(
            folder, "there is no such folder of recipes: check the path, or make it: aws-patterns new NAME"
        )
    if not folder.name.isidentifier():
        raise HouseError(folder, "Python cannot import a folder of that name: use letters, digits and underscores")
    findable(folder.parent)
    places = [Path(place).resolve() for place in getattr(imported(folder.name), "__path__", ())]
    if folder not in places:
        taken = places[0] if places else f"the module {folder.name}"
        raise HouseError(folder, f"Python has another package of that name, {taken}: rename the folder")
    return folder.name


def findable(folder: Path) -> None:
    """Let Python find the packages of a folder, after all that it finds anyway."""
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
        importlib.invalidate_caches()


def module_names(package: str) -> tuple[str, ...]:
    """The modules of a package; none where there is no such package. Raises `HouseError`."""
    try:
        folder = getattr(imported(package), "__path__", ())
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        return ()
    return tuple(sorted(info.name for info in pkgutil.iter_modules(folder) if not info.name.startswith("_")))


def imported(name: str) -> ModuleType:
    """A module by its name. Raises `HouseError` for one from outside that does not run."""
    try:
        return importlib.import_module(name)
    except Exception as error:
        if name.partition(".")[0] == OWN or (isinstance(error, ModuleNotFoundError) and error.name == name):
            raise
        raise HouseError(name, f"it does not run: {type(error).__name__}: {error}") from error
