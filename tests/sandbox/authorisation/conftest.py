import pytest

from tools.rights import App


@pytest.fixture
def app(aws):
    return App(aws)
