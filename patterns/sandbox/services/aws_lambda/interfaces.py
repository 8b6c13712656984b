"""Where functions stand that are connected to a network: in all subnets they name, as long as they are there.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html. Not modelled: the minutes for which Lambda keeps an
interface after its last function is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.sandbox.core.network_interfaces import Interfaces
from patterns.sandbox.simulator.backends import existing


def held(account_id: str, region: str) -> Iterator[Interfaces]:
    """The interfaces of all functions and of their published versions."""
    backend: Any = existing("awslambda", account_id, region)
    for function in backend.list_functions("ALL") if backend is not None else ():
        # As it was asked for: moto's property looks each subnet up.
        asked = function._vpc_config
        if asked and asked.get("SubnetIds"):
            yield Interfaces(
                f"function {function.function_name}",
                frozenset(asked["SubnetIds"]),
                frozenset(asked.get("SecurityGroupIds") or ()),
            )
