"""What the account says to the values of a stack's parameters: what is stored under a name, and whether an id exists.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
Not here: the constraints that the template itself declares (`patterns.template.parameters`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.parameter_values import existing, stored
from patterns.template.errors import ParameterError
from patterns.template.parameters import stored_names, types
from patterns.template.source import Document
from patterns.template.values import Unknown


def stored_values(account: Account, document: Document, given: Mapping[str, Any]) -> dict[str, str]:
    """Return, by parameter, what the parameter store holds now under the name given, for the types that mean this.

    Raises ParameterError, in CloudFormation's words, for names the store does not have, and for encrypted values.
    """
    named = stored_names(document, {**document.parameters, **given})
    found = stored(account, named.values())
    missing = [name for name in dict.fromkeys(named.values()) if name not in found]
    if missing:
        asks_for_bootstrap = any(name.startswith("/cdk-bootstrap/") for name in missing)
        raise ParameterError(
            f"Unable to fetch parameters [{','.join(missing)}] from parameter store for this account."
            + (
                " Sandbox(bootstrapped=True) is an account with what `cdk bootstrap` makes."
                if asks_for_bootstrap
                else ""
            )
        )
    encrypted = [name for name in dict.fromkeys(named.values()) if found[name]["Type"] == "SecureString"]
    if encrypted:
        listed = ", ".join(encrypted)
        raise ParameterError(
            f"Parameters [{listed}] referenced by template have types not supported by CloudFormation."
        )
    return {name: str(found[key]["Value"]) for name, key in named.items()}


def missing_value(account: Account, document: Document, values: Mapping[str, Any]) -> str | None:
    """Return what CloudFormation says of the first value that the account does not have, None when it has all."""
    for name, kind in types(document).items():
        if not kind.is_in_account or isinstance(values[name], Unknown):
            continue
        # An empty value is one that does not exist: such a parameter cannot be left open.
        asked = values[name] if kind.is_list else [values[name]]
        there = _existing(account, kind.item, asked)
        for value in asked:
            if value not in there:
                return f"Parameter validation failed: parameter value {value} for parameter name {name} does not exist."
    return None


def _existing(account: Account, kind: str, asked: list[str]) -> set[str]:
    """The ids, of those asked for, that the account has."""
    ids = [value for value in asked if value]
    if not ids:
        return set()
    return existing(account, kind, ids)
