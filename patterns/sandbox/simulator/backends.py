"""Moto's state of one service in one account and region. Not what is in it: that is for the service's own patches."""

from __future__ import annotations

import sys
from typing import Any

NAMED_OTHERWISE = {"awslambda": "lambda"}
"""Services whose state moto keeps under another name than their module's."""


def backend(service: str, account_id: str, region: str) -> Any:
    """The state of a service, by moto's name of it; it is made where there is none yet."""
    from moto.backends import get_backend

    return get_backend(service)[account_id][region]


def existing(service: str, account_id: str, region: str) -> Any:
    """The state of a service that somebody has used; None else, so that to look loads nothing and makes nothing."""
    module = sys.modules.get(f"moto.{service}.models")
    backends = getattr(module, f"{NAMED_OTHERWISE.get(service, service)}_backends", None)
    if backends is None or not dict.__contains__(backends, account_id):
        return None
    return dict.get(backends[account_id], region)


def held(service: str, account_id: str, region: str, collection: str) -> list[Any]:
    """The members of a collection of a service's state, such as its queues; none where nobody has used the service."""
    return list(getattr(existing(service, account_id, region), collection, {}).values())
