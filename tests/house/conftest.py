"""Here the files of a company hold, where a test writes them."""

import pytest

from patterns.house.settings import VARIABLE


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
