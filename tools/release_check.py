"""Checks a release: tag, version and changelog agree, and the wheel works in an environment outside the repository.

    python -m tools.release_check                # what a release of this version would need; writes dist/
    python -m tools.release_check --tag=v0.2.0   # as the release workflow calls it

Not here: publishing, which is the workflow's (`.github/workflows/release.yml`).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tools.environment import LOCK, ROOT, uv_environment

CHANGELOG = ROOT / "CHANGELOG.md"
DIST = ROOT / "dist"
UNRELEASED = "Unreleased"

SECTION = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)
TRIED = (
    ("{bin}/python", "-c", "import patterns; patterns.SecureBucket().to_yaml()"),
    ("{bin}/aws-patterns", "list"),
    ("{bin}/aws-patterns", "deploy", "secure_bucket"),
)
"""What the installed wheel must be able to do, in a folder that holds nothing."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Check the release and build it; raises `SystemExit` with what is wrong."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    tag = next((one.removeprefix("--tag=") for one in given if one.startswith("--tag=")), None)
    wrong = problems(version(), CHANGELOG.read_text(encoding="utf-8"), tag)
    if wrong:
        raise SystemExit("\n".join(wrong))
    wheel = build(DIST)
    (DIST / "NOTES.md").write_text(notes(CHANGELOG.read_text(encoding="utf-8"), version()), encoding="utf-8")
    try_out(wheel)
    print(f"{wheel.name} is ready to be released")


def version() -> str:
    """The project's version in pyproject.toml."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return str(found)


def sections(changelog: str) -> dict[str, str]:
    """Name of each section, a version or "Unreleased" -> its text, newest first."""
    found = list(SECTION.finditer(changelog))
    ends = [*(match.start() for match in found[1:]), len(changelog)]
    return {match["name"]: changelog[match.end() : end].strip() for match, end in zip(found, ends, strict=True)}


def problems(number: str, changelog: str, tag: str | None) -> list[str]:
    """What keeps version `number` from being released, each with what to do; without a tag, a trial, dates may wait."""
    found = []
    if tag is not None and tag != f"v{number}":
        found.append(f"the tag is {tag} and pyproject.toml says {number}: tag v{number}, or change the version")
    named = sections(changelog)
    dated = {match["name"] for match in SECTION.finditer(changelog) if match["date"]}
    if tag is not None and number not in dated:
        found.append(f"CHANGELOG.md has no section for {number}: write '## [{number}] - YYYY-MM-DD' over its changes")
    if tag is None and not named.get(number) and not named.get(UNRELEASED):
        found.append(f"CHANGELOG.md says nothing: write what changed under '## [{UNRELEASED}]'")
    if tag is not None and named.get(UNRELEASED):
        found.append(f"CHANGELOG.md still has changes under '## [{UNRELEASED}]': move them to {number}")
    return found


def notes(changelog: str, number: str) -> str:
    """The text of a release: its section, or the unreleased one on a trial."""
    named = sections(changelog)
    return (named.get(number) or named.get(UNRELEASED, "")) + "\n"


def build(folder: Path) -> Path:
    """Build sdist and wheel into a folder, emptied before; return the wheel."""
    for old in folder.glob("*"):
        old.unlink()
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True)
    [wheel] = folder.glob("*.whl")
    return wheel


def try_out(wheel: Path) -> None:
    """Install a wheel in an environment of its own, with the locked versions, and let it work from an empty folder."""
    with tempfile.TemporaryDirectory() as place:
        environment, empty = Path(place) / "environment", Path(place) / "empty"
        empty.mkdir()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
        python = environment / "bin" / "python"
        install = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, "--constraint", LOCK)
        subprocess.run([*install, wheel], check=True, cwd=empty, env=uv_environment(Path(sys.executable)))
        for command in TRIED:
            words = [word.format(bin=environment / "bin") for word in command]
            print("$", Path(words[0]).name, *words[1:], flush=True)
            subprocess.run(words, check=True, cwd=empty, env={"PATH": "/usr/bin:/bin", "HOME": str(empty)})


if __name__ == "__main__":
    main()
