"""Writes requirements.lock: one exact version of everything, for every platform and Python the project supports.

Versions already in the lock stay while they fit; `--upgrade` chooses the newest. No index address is written.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tools.environment import LOCK, ROOT, uv_environment


def main() -> None:
    """Resolve pyproject.toml with all its extras; further arguments go to `uv pip compile`."""
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml", "--output-file", LOCK.name]
    command += ["--universal", "--python-version", oldest.removeprefix(">="), "--all-extras", "--no-annotate"]
    command += ["--custom-compile-command", "make lock    (after a change of pyproject.toml)", *sys.argv[1:]]
    subprocess.run(command, check=True, cwd=ROOT, env=uv_environment(Path(sys.executable)))


if __name__ == "__main__":
    main()
