"""What is installed, and whether it works: Python, packages, JupyterLab, an account, a process for functions."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from patterns.doctor.line import Line

PROJECT = "aws-pattern-cookbook"
OLDEST = (3, 11)
LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
"""In the repository; a package that was installed from a wheel has none."""
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;]+)\s*(;.*)?$", re.MULTILINE)
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")
SHOWN = 4


def python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Line:
    """Whether this Python is new enough."""
    told, oldest = (".".join(map(str, parts)) for parts in (version, OLDEST))
    return Line(version >= OLDEST, told, f"install Python {oldest} or newer, and make the environment with it")


def packages(lock: Path = LOCK) -> Line:
    """Whether the packages that are installed are those of the lock; without one, whether all are there."""
    if not lock.exists():
        missing = [name for name in _required() if _installed(name) is None]
        seen = f"missing: {_some(missing)}" if missing else "all are installed; there is no lock to compare with"
        return Line(not missing, seen, f"run `pip install --upgrade {PROJECT}`")
    pinned = defaultdict[str, dict[str, str]](dict)
    for name, version, marker in PINNED.findall(lock.read_text(encoding="utf-8")):
        pinned[name][version] = marker
    wrong = [
        f"{name} {found or 'missing'} instead of {' or '.join(versions)}"
        for name, versions in pinned.items()
        # A marker says for which systems or Pythons a version is, or the package at all.
        if (found := _installed(name)) not in versions and (found or not all(versions.values()))
    ]
    seen = f"{len(pinned)} as in the lock" if not wrong else f"{len(wrong)} not as in the lock: {_some(wrong)}"
    return Line(not wrong, seen, "run `make lab`, which installs the versions of the lock")


def jupyterlab() -> Line:
    """Whether JupyterLab is installed."""
    found = _installed("jupyterlab")
    return Line(found is not None, found or "missing", f'run `make lab`, or `pip install "{PROJECT}[lab]"`')


def widgets(folders: Sequence[Path] | None = None) -> Line:
    """Whether JupyterLab has the extensions that draw the pages' controls."""
    places = _labextensions() if folders is None else folders
    missing = [name for name in EXTENSIONS if not any((place / name / "package.json").is_file() for place in places)]
    return Line(
        not missing,
        f"missing: {', '.join(missing)}" if missing else "both extensions are installed",
        "install ipywidgets and anywidget into the environment that JupyterLab itself runs in, and restart it",
    )


def sandbox() -> Line:
    """Whether an account starts and makes something; it ends the account that lives in this process."""
    from patterns.sandbox.account import Sandbox

    with Sandbox() as aws:
        stack = aws.deploy({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}, name="doctor")
        return Line(
            stack.status == "CREATE_COMPLETE",
            "a stack was deployed, and nothing was asked of the network",
            "make the environment anew: `make clean lab`",
        )


def functions() -> Line:
    """Whether a process for functions starts, and how their files are kept from the reader's."""
    from patterns.sandbox.services.aws_lambda.runtime import zygote

    told = zygote.explanation(zygote.shared.take())
    return Line(True, told.partition(": ")[2])


def _required() -> Iterator[str]:
    for requirement in metadata.requires(PROJECT) or ():
        if "extra ==" not in requirement:
            yield re.split(r"[^A-Za-z0-9_.-]", requirement, maxsplit=1)[0]


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _labextensions() -> list[Path]:
    if importlib.util.find_spec("jupyter_core"):
        from jupyter_core.paths import jupyter_path

        return [Path(place) for place in jupyter_path("labextensions")]
    return [Path(sys.prefix) / "share" / "jupyter" / "labextensions"]


def _some(names: Sequence[str]) -> str:
    more = f", and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
