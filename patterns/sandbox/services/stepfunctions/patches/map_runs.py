"""Map runs of moto's: when one has failed, and that the executions of its items may be Express.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold
Express ones run as Standard ones do: neither is listed as an execution of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from patterns.sandbox.services.stepfunctions.patches.errors import failure

PERCENTAGE = "ToleratedFailurePercentage"
EXCEEDED = "States.ExceedToleratedFailureThreshold"


def apply() -> None:
    """Count failures against the threshold, and read whole percentages and Express, which moto's grammar lacks."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import distributed_iteration_component
    from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

    component = distributed_iteration_component.DistributedIterationComponent
    component._map_run = _counting(component._map_run)
    parse = AmazonStateLanguageParser.parse
    AmazonStateLanguageParser.parse = staticmethod(lambda definition: parse(_known(definition)))


def _counting(map_run: Any) -> Any:
    def counting(self: Any, env: Any, eval_input: Any) -> None:
        map_run(self, env, eval_input)
        counted = eval_input.map_run_record.item_counter
        failed, total = counted.failed.get() + counted.timed_out.get(), counted.total.get()
        if failed and _is_too_many(failed, total, eval_input):
            env.stack.pop()
            message = "The specified tolerated failure threshold was exceeded"
            raise failure(env, EXCEEDED, message)

    return counting


def _is_too_many(failed: int, total: int, allowed: Any) -> bool:
    """Whether failures exceed either threshold; the one that the definition leaves out is 0, and then does not count.

    Where both are left out, the first failure is one too many.
    """
    count, percentage = allowed.tolerated_failure_count or 0, allowed.tolerated_failure_percentage or 0
    if count and failed > count:
        return True
    if percentage and failed * 100 / total > percentage:
        return True
    return not (count or percentage)


def _known(definition: str) -> str:
    """The definition in what moto's grammar knows."""
    if f'"{PERCENTAGE}"' not in definition and '"EXPRESS"' not in definition:
        return definition
    try:
        return json.dumps(_translated(json.loads(definition)))
    except ValueError:
        return definition


def _translated(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _TRANSLATIONS.get(key, _translated)(value) for key, value in part.items()}
    return [_translated(one) for one in part] if isinstance(part, list) else part


_EXPRESS = {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
_STANDARD = {**_EXPRESS, "ExecutionType": "STANDARD"}
_TRANSLATIONS: Mapping[str, Callable[[Any], Any]] = {
    PERCENTAGE: lambda value: float(value) if isinstance(value, int) else value,
    "ProcessorConfig": lambda value: _STANDARD if value == _EXPRESS else value,
}
