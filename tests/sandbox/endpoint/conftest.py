"""An account of a module, and its address."""

import pytest

from patterns import Sandbox


@pytest.fixture(scope="module")
def aws():
    with Sandbox() as account:
        yield account


@pytest.fixture(scope="module")
def url(aws):
    with aws.endpoint() as address:
        yield address
