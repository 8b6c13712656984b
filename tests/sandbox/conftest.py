from collections.abc import Iterator

import pytest

from patterns.sandbox.account import Sandbox


@pytest.fixture
def aws() -> Iterator[Sandbox]:
    """An account for one test."""
    with Sandbox() as account:
        yield account
