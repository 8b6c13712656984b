"""What programs that are started find in the environment while an endpoint lives: its address, keys and region.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
Clients in this process do not look there: the fence leads them to the account by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from patterns.sandbox.fence.environment import ACCESS_KEY, SECRET_KEY

_IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"


def announced(url: str, region: str, secret: str) -> Callable[[], None]:
    """Tell programs that are started from now on; what is returned takes it back."""
    told = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": secret or SECRET_KEY,
        "AWS_DEFAULT_REGION": region,
        "AWS_REGION": region,
    }
    before = {name: os.environ.get(name) for name in (*told, _IGNORED)}
    os.environ.pop(_IGNORED, None)
    os.environ.update(told)

    def forget() -> None:
        if os.environ.get("AWS_ENDPOINT_URL") != url:
            return  # a later endpoint's, or the fence has come down
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    return forget
