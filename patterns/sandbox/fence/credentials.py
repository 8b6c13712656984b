"""The search for credentials: inside there are only the sandbox's own. None that exist are read, renewed or run for.

Credentials that a session found before stay in it untouched, and are what it has again afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from weakref import WeakSet

from patterns.sandbox.core.errors import OutsideSandbox, SandboxEnded
from patterns.sandbox.fence.addresses import other_client
from patterns.sandbox.fence.answering import Now
from patterns.sandbox.fence.environment import ACCESS_KEY, SECRET_KEY
from patterns.sandbox.fence.patching import Patches, family, is_awaited, like
from patterns.sandbox.gateway import Gateway

_Function = Callable[..., Any]

# Made while the fence was up: for this account or one before, and never the reader's own.
_INSIDE: WeakSet[Any] = WeakSet()


def replace(patches: Patches, now: Now) -> None:
    """Let every session find the sandbox's credentials, and nothing find others."""
    from botocore.credentials import CredentialProvider, CredentialResolver, Credentials, RefreshableCredentials
    from botocore.session import Session
    from botocore.signers import RequestSigner
    from botocore.tokens import TokenProviderChain

    rules: list[tuple[type, str, Callable[[_Function], _Function]]] = [
        (Credentials, "__init__", _noting),
        (Session, "get_credentials", lambda original: _without_those_of_before(original, now)),
        (CredentialResolver, "load_credentials", lambda original: _found(original, now)),
        (CredentialProvider, "load", lambda original: like(original, lambda provider: None)),
        (RefreshableCredentials, "_protected_refresh", _not_renewed),
        (RequestSigner, "get_auth_instance", _not_signing),
        (RequestSigner, "get_auth", _not_signing),
        (TokenProviderChain, "load_token", lambda original: like(original, lambda chain, **_: None)),
    ]
    for base, name, make in rules:
        for each in family(base, name):
            patches.replace(each, name, make)


@cache
def _sandbox_credentials() -> type[Any]:
    from botocore.credentials import Credentials

    class SandboxCredentials(Credentials):
        """What every session finds in the sandbox; after its end they sign nothing any more."""

        def __init__(self, gateway: Gateway) -> None:
            super().__init__(ACCESS_KEY, SECRET_KEY, method="sandbox")
            self._gateway = gateway

        def get_frozen_credentials(self) -> Any:
            if self._gateway.ended:
                raise SandboxEnded(
                    "this boto3 session belongs to a sandbox that has ended: make a new session in a live one"
                )
            return super().get_frozen_credentials()

    return SandboxCredentials


def _noting(original: _Function) -> _Function:
    def __init__(credentials: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        _INSIDE.add(credentials)
        original(credentials, *args, **kwargs)

    return __init__


def _without_those_of_before(original: _Function, now: Now) -> _Function:
    found = _found(original, now)

    def get_credentials(session: Any) -> Any:
        is_ours = session._credentials is None or session._credentials in _INSIDE
        return (original if is_ours else found)(session)

    return get_credentials


def _found(original: _Function, now: Now) -> _Function:
    if is_awaited(original):
        return like(original, _refuse_other_client)
    return lambda asking: _sandbox_credentials()(now().gateway)


def _refuse_other_client(asking: Any) -> None:
    raise other_client(type(asking).__module__)


def _not_renewed(original: _Function) -> _Function:
    refused = like(original, _refuse_those_of_before)

    def _protected_refresh(credentials: Any, is_mandatory: bool) -> Any:
        return (original if credentials in _INSIDE else refused)(credentials, is_mandatory)

    return _protected_refresh


def _not_signing(original: _Function) -> _Function:
    refused = like(original, _refuse_those_of_before)

    def get_auth_instance(signer: Any, *args: Any, **kwargs: Any) -> Any:
        is_ours = signer._credentials is None or signer._credentials in _INSIDE
        return (original if is_ours else refused)(signer, *args, **kwargs)

    return get_auth_instance


def _refuse_those_of_before(*_: Any, **__: Any) -> None:
    raise OutsideSandbox(
        "these credentials were found before the sandbox started: while it lives they sign nothing and are not "
        "renewed. Use aws.client(...) of the sandbox, or make a new session"
    )
