"""What an account has of that which a template's parameter names: by the provider of the type, or by its service.

`AWS::EC2::VPC::Id` is what the provider of AWS::EC2::VPC lists. What no provider lists, as key pairs, has a function in
`VALUES` of its service's `parameter_values.py`. Not here: what CloudFormation says of the rest (`stacks.parameters`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Unsupported, UnsupportedType
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.provider.listed import ListedProvider

Existing = Callable[[Account, list[str]], set[str]]
"""From an account and names to those of them that it has; others it has may be among them. Of no names: to all."""


def existing(account: Account, kind: str, asked: list[str]) -> set[str]:
    """The ids or names of one parameter type that the account has. Raises `UnsupportedType` for a type nobody lists."""
    own: Existing | None = getattr(_values_of(kind), "VALUES", {}).get(kind)
    if own is not None:
        return own(account, asked)
    made_by = provider(kind.removesuffix("::Id"))
    if not isinstance(made_by, ListedProvider):
        raise UnsupportedType(Unsupported(kind))
    return made_by.existing(account)


def stored(account: Account, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the parameter store holds under these names, as it describes it; those it does not have are left out."""
    found: dict[str, dict[str, Any]] = _values_of("AWS::SSM::Parameter").stored(account, names)
    return found


def attribute(account: Account, kind: str, named: str, name: str) -> str | None:
    """An attribute of what a parameter of a type names, as rules ask for it; None where there is none."""
    found: str | None = _values_of(kind).attribute(account, kind, named, name)
    return found


def _values_of(kind: str) -> Any:
    folder = services.folder("cloudformation", kind.split("::")[1])
    return services.part(folder, "parameter_values") if folder else None
