"""The boto3 clients of one account: those that anybody may have, and the quick ones of the sandbox itself."""

from __future__ import annotations

import difflib
import threading
from typing import Any

from botocore.exceptions import BotoCoreError

from patterns.sandbox.core import arguments
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.fence.clients import let_through, shut
from patterns.sandbox.fence.environment import ACCESS_KEY, SECRET_KEY
from patterns.sandbox.gateway import Caller, Gateway
from patterns.sandbox.simulator.time_and_chance import shared_session


class Clients:
    """Makes the clients of an account in one region, and keeps the quick ones."""

    def __init__(self, gateway: Gateway, region: str) -> None:
        self._gateway = gateway
        self._region = region
        self._quick: dict[tuple[str, Caller], Any] = {}
        self._making = threading.Lock()

    def ordinary(self, service: str, **given: Any) -> Any:
        """A client as `boto3.client` makes it, with the account's own keys unless others are given."""
        if not isinstance(service, str) or service not in shared_session().get_available_services():
            near = difflib.get_close_matches(str(service).lower(), shared_session().get_available_services(), 1)
            raise SandboxError(f"boto3 has no service {service!r}{f', but {near[0]!r}' if near else ''}")
        keys = {} if "aws_access_key_id" in given else _keys()
        whole = {"region_name": self._region, **keys, **given}
        with self._making:
            try:
                return shared_session().client(service, **whole)
            # Botocore looks at what it is given as it comes to need it: what it then raises says little of whose it is.
            except (TypeError, ValueError, AttributeError, BotoCoreError) as error:
                told = ", ".join(f"{name}={arguments.brief(value)}" for name, value in given.items())
                raise SandboxError(f"boto3 makes no client of {service} with {told or 'nothing'}: {error}") from error

    def quick(self, service: str, caller: Caller) -> Any:
        """The one client with which the sandbox calls a service for somebody; it leaves out what a network needs."""
        if (service, caller) not in self._quick:
            with self._making:
                made_after = model(service, self._region)
            self._quick[service, caller] = let_through(made_after, self._gateway, caller)
        return self._quick[service, caller]

    def clear(self) -> None:
        """Forget the quick clients."""
        self._quick.clear()


def _keys() -> dict[str, str]:
    return {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY}


_models: dict[tuple[str, str], Any] = {}


def models() -> list[tuple[str, str]]:
    """The services and regions whose model this process has read."""
    return list(_models)


def model(service: str, region: str) -> Any:
    """What the sandboxes' own clients of a service are made after, read once in a process."""
    if (service, region) not in _models:
        config = _quick_config(service)
        made = shared_session().client(service, region_name=region, config=config, **_keys())
        _models[service, region] = shut(made)
    return _models[service, region]


def _quick_config(service: str) -> Any:
    """Return a configuration without what only matters on a network: signatures, retries, checksums, user agents."""
    from botocore import UNSIGNED
    from botocore.config import Config

    return Config(
        signature_version=UNSIGNED,
        user_agent="patterns",
        retries={"total_max_attempts": 1},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if service == "s3" else None,
    )
