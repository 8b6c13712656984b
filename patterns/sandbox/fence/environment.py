"""The variables that AWS's libraries and moto read: hidden while the fence is up, then put back. Not any others.

What is set among them meanwhile belongs to the sandbox and goes with it; other variables are never touched, so changes
to those stay.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# The key pair of AWS's own documentation: twenty capitals, as services expect, and nobody's.
ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
REGION = "us-east-1"

_PREFIXES = ("AWS_", "BOTO_", "MOTO_", "TEST_SERVER_MODE", "TEST_PROXY_MODE")
_NAMES = frozenset({"INITIAL_NO_AUTH_ACTION_COUNT", "S3_IGNORE_SUBDOMAIN_BUCKETNAME", "SF_EXECUTION_HISTORY_TYPE"})


@contextmanager
def clean_environment() -> Iterator[None]:
    """Hide what AWS's libraries and moto read from the environment for the block, and put it back exactly."""
    put_back = hide()
    try:
        yield
    finally:
        put_back()


def hide() -> Callable[[], None]:
    """Hide what AWS's libraries and moto read from the environment; what is returned puts it back exactly."""
    kept = {name: value for name, value in os.environ.items() if _is_ours(name)}

    def put_back() -> None:
        _clear()
        os.environ.update(kept)

    try:
        _clear()
        os.environ.update(
            AWS_ACCESS_KEY_ID=ACCESS_KEY,
            AWS_SECRET_ACCESS_KEY=SECRET_KEY,
            AWS_CONFIG_FILE=os.devnull,
            AWS_SHARED_CREDENTIALS_FILE=os.devnull,
            AWS_EC2_METADATA_DISABLED="true",
            # For sessions made before, which remember the user's configuration file.
            AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true",
        )
        set_region(REGION)
    except BaseException:
        put_back()
        raise
    return put_back


def set_region(region: str) -> None:
    """Make a region the default of clients made from now on."""
    os.environ["AWS_DEFAULT_REGION"] = region


def _is_ours(name: str) -> bool:
    return name.startswith(_PREFIXES) or name in _NAMES


def _clear() -> None:
    for name in [name for name in os.environ if _is_ours(name)]:
        del os.environ[name]
