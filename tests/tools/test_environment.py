from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import environment
from tools.environment import LOCK, ROOT, pip_settings, uv_variables


def test_pip_settings_of_the_environment_win_over_those_of_a_command_and_of_all() -> None:
    listing = (
        ":env:.cert='/env.pem'\n"
        "global.cert='/global.pem'\n"
        "global.index-url='https://global.test/simple'\n"
        "install.index-url='https://install.test/simple'\n"
        "freeze.index-url='https://freeze.test/simple'\n"
    )

    assert pip_settings(listing) == {"cert": "/env.pem", "index-url": "https://install.test/simple"}


def test_pip_settings_read_several_values() -> None:
    listing = r"global.extra-index-url='\nhttps://one.test\nhttps://two.test'"

    assert pip_settings(listing) == {"extra-index-url": "\nhttps://one.test\nhttps://two.test"}


def test_uv_is_told_pips_index_certificate_and_proxy() -> None:
    settings = {"index-url": "https://a.test", "cert": "/a.pem", "proxy": "http://p.test", "timeout": "9"}

    assert uv_variables(settings) == {
        "UV_SYSTEM_CERTS": "true",
        "UV_DEFAULT_INDEX": "https://a.test",
        "SSL_CERT_FILE": "/a.pem",
        "ALL_PROXY": "http://p.test",
    }


def test_uv_compares_all_indexes_as_pip_does() -> None:
    settings = {"extra-index-url": "\nhttps://a.test\nhttps://b.test", "find-links": "/one /two"}

    assert uv_variables(settings) == {
        "UV_SYSTEM_CERTS": "true",
        "UV_INDEX": "https://a.test https://b.test",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "/one,/two",
    }


@pytest.mark.parametrize(
    ("broken", "installer"),
    [
        pytest.param("nothing", "-m uv pip sync", id="uv"),
        pytest.param("uv==", "-m pip install", id="uv cannot be installed"),
        pytest.param("-m uv", "-m pip install", id="uv fails"),
    ],
)
def test_lock_is_installed_by_uv_and_else_by_pip(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: str, installer: str
) -> None:
    ran = []

    def run(command: list[str | Path], **_options: Any) -> subprocess.CompletedProcess[str]:
        line = " ".join(map(str, command))
        if broken in line:
            raise subprocess.CalledProcessError(1, line)
        ran.append(line)
        return subprocess.CompletedProcess(command, 0, stdout="", stderr="")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "argv", ["environment.py", str(tmp_path / "venv")])

    environment.main()

    assert ran[0].endswith(f"-m venv --clear {tmp_path}/venv")
    assert installer in ran[-2]
    assert ran[-2].endswith(str(LOCK))
    assert ran[-1].endswith(f"--no-deps --no-build-isolation --editable {ROOT}")
