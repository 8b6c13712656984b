"""A JupyterLab and a Chromium for all browser tests; a machine without Chromium fails them, it does not skip them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools import browser

TEST_SECONDS = 240


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Lab]:
    with browser.lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(autouse=True)
def _deadline() -> Iterator[None]:
    with browser.deadline(TEST_SECONDS):
        yield
