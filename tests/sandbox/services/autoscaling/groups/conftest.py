import pytest

from patterns import Sandbox


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account
