"""The `sandbox` fixture for a team's own tests: a fresh simulated AWS account per test.

    def test_our_template_keeps_old_versions(sandbox):
        stack = sandbox.deploy("templates/storage.yaml")
        assert stack["Bucket"].actual["VersioningConfiguration"] == {"Status": "Enabled"}

Not here: a live AWS account; a test that needs one should say so itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """An empty account, live for one test; clients, deployments and its clock hang on it."""
    from patterns.sandbox.account import Sandbox

    with Sandbox() as account:
        yield account
