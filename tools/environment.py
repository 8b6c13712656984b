"""Makes the environment: the exact versions of requirements.lock, and the project itself, editable.

Runs before anything is installed, so it imports the standard library only. It chooses no versions: `tools.lock` does.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PIP_OPTIONS = ("--quiet", "--quiet", "--disable-pip-version-check")
PROJECT = ("--no-deps", "--no-build-isolation", "--editable", str(ROOT))

# uv does not read pip's configuration: each of pip's settings, and the variable that tells uv the same.
UV_VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def main() -> None:
    """Make or refresh the environment in the folder named on the command line."""
    started = time.monotonic()
    folder = Path(sys.argv[1])
    python = folder / "bin" / "python"
    if not _works(python):
        print(f"Making {folder} with Python {sys.version.split()[0]}", flush=True)
        _run(sys.executable, "-m", "venv", "--clear", folder)
    try:
        _install_with_uv(python)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"uv did not work here: {error}\nInstalling with pip, which takes a minute or two", flush=True)
        _install_with_pip(python)
    print(f"{folder} is ready ({time.monotonic() - started:.0f} s)", flush=True)


def pip_settings(listing: str) -> dict[str, str]:
    """Return each setting's value by its name, from the output of `pip config list`.

    Where a setting stands more than once, the environment wins over `[install]`, and that over `[global]`.
    """
    sections: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for section, name, value in re.findall(r"^(global|install|:env:)\.([\w-]+)=(.+)$", listing, re.MULTILINE):
        sections[section][name] = ast.literal_eval(value)
    return sections["global"] | sections["install"] | sections[":env:"]


def uv_variables(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables that give uv these settings of pip's."""
    variables = {UV_VARIABLES[name]: value for name, value in settings.items() if name in UV_VARIABLES}
    if "UV_INDEX" in variables:
        variables["UV_INDEX"] = " ".join(variables["UV_INDEX"].split())
        # As pip does: the best version of all indexes, not the first index that knows the name.
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if "UV_FIND_LINKS" in variables:
        variables["UV_FIND_LINKS"] = ",".join(variables["UV_FIND_LINKS"].split())
    return {"UV_SYSTEM_CERTS": "true"} | variables


def uv_environment(python: Path) -> dict[str, str]:
    """Return the process environment for uv: what is set stays, what pip is configured with is added."""
    listing = subprocess.run([python, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True)
    return uv_variables(pip_settings(listing.stdout)) | os.environ


def _works(python: Path) -> bool:
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and subprocess.run([python, "-c", probe], capture_output=True).returncode == 0


def _install_with_uv(python: Path) -> None:
    pinned = re.search(r"^uv==\S+", LOCK.read_text(), re.MULTILINE)
    if pinned is None:
        raise OSError(f"{LOCK.name} pins no uv")
    _run(python, "-m", "pip", "install", *PIP_OPTIONS, pinned[0])
    environment = uv_environment(python)
    options = ("--quiet", "--python", python)
    _run(python, "-m", "uv", "pip", "sync", *options, LOCK, environment=environment)
    _run(python, "-m", "uv", "pip", "install", *options, *PROJECT, environment=environment)


def _install_with_pip(python: Path) -> None:
    _run(python, "-m", "pip", "install", *PIP_OPTIONS, "--requirement", LOCK)
    _run(python, "-m", "pip", "install", *PIP_OPTIONS, *PROJECT)


def _run(*command: str | Path, environment: Mapping[str, str] | None = None) -> None:
    subprocess.run([str(part) for part in command], check=True, env=environment)


if __name__ == "__main__":
    main()
