from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_notebook

from tools.lab import FIRST_PAGE, QUIET, ROOT, directories, has_browser, notary, trust


def test_all_that_jupyter_writes_lies_in_one_folder(tmp_path: Path) -> None:
    places = directories(tmp_path)

    outside = {name for name, place in places.items() if not place.startswith(f"{tmp_path}/")}

    assert outside == {"JUPYTER_CONFIG_PATH", "JUPYTER_PLATFORM_DIRS"}
    assert places["JUPYTER_CONFIG_PATH"] == str(ROOT)


def test_only_the_signed_notebook_is_trusted(tmp_path: Path) -> None:
    signed, changed = new_notebook(metadata={"page": 1}), new_notebook(metadata={"page": 2})
    nbformat.write(signed, tmp_path / "page.ipynb")

    trust([tmp_path / "page.ipynb"], home=tmp_path)

    with notary(tmp_path) as here, notary(tmp_path / "other") as elsewhere:
        assert here.check_signature(nbformat.read(tmp_path / "page.ipynb", as_version=4))
        assert not here.check_signature(changed)
        assert not elsewhere.check_signature(signed)


def test_without_a_display_there_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")

    assert not has_browser()


def test_named_browser_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "true")

    assert has_browser()


@pytest.mark.slow
def test_lab_prints_an_address_that_answers_and_asks_for_its_token_and_no_news() -> None:
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and name != "BROWSER"}
    command = [sys.executable, "-m", "tools.lab", "--port=0"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    try:
        assert process.stdout is not None
        shown = "".join(process.stdout.readline() for _ in range(3))
        address = re.search(rf"JupyterLab: (http://127\.0\.0\.1:\d+/)lab/tree/{FIRST_PAGE}\?token=(\w{{48}})", shown)
        assert address is not None
        with urllib.request.urlopen(f"{address[1]}api/status?token={address[2]}") as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(f"{address[1]}api/status")
        refused.value.close()
        settings = f"{address[1]}lab/api/settings/@jupyterlab/apputils-extension:notification?token={address[2]}"
        with urllib.request.urlopen(settings) as answer:
            properties = json.load(answer)["schema"]["properties"]
        assert (properties["fetchNews"]["default"], properties["checkForUpdates"]["default"]) == ("false", False)
        assert "No browser was found here: open this address in one." in shown
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_lab_opens_a_page_that_exists_and_listens_on_loopback_only() -> None:
    assert (ROOT / FIRST_PAGE).is_file()
    assert "--ip=127.0.0.1" in QUIET
