"""How moto's interpreter writes texts: `States.Format`, and the moments of the context object.

https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from patterns.sandbox.services.stepfunctions.patches.errors import failure

_PIECE = re.compile(r"\\(?P<escaped>.)|(?P<place>\{\})", re.DOTALL)


def apply() -> None:
    """Format as Step Functions does, write moments as it does, and keep what the parser says off the screen."""
    from antlr4.error import ErrorListener  # type: ignore[import-untyped]
    from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.generic.string_format import (
        StringFormat,
    )
    from moto.stepfunctions.parser.asl.component.state import state
    from moto.stepfunctions.parser.asl.parse.intrinsic.intrinsic_parser import IntrinsicParser
    from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

    StringFormat._eval_body = _format
    ExecutionWorker._get_evaluation_environment = _dated(ExecutionWorker._get_evaluation_environment)
    made = state.StateData
    state.StateData = lambda EnteredTime, **rest: made(EnteredTime=written(EnteredTime), **rest)  # noqa: N803
    ErrorListener.ConsoleErrorListener.syntaxError = lambda self, *args: None
    parse = IntrinsicParser.parse
    IntrinsicParser.parse = staticmethod(lambda text: parse(_decoded(text)))


def written(moment: Any) -> str:
    """A moment as texts of Step Functions have it: 2026-01-01T00:00:00.000Z."""
    at = (moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)).astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _decoded(text: str) -> str:
    """A call of an intrinsic function as the definition means it: moto hands over the text as JSON writes it.

    Line breaks stay written as they are: moto reads none within a text, and makes them of what is written.
    """
    try:
        meant = str(json.loads(f'"{text}"')) if "\\" in text else text
    except ValueError:
        return text
    return meant.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _dated(environment: Any) -> Any:
    def dated(self: Any) -> Any:
        env = environment(self)
        about = env.states.context_object.context_object_data["Execution"]
        about["StartTime"] = written(about["StartTime"])
        return env

    return dated


def _format(self: Any, env: Any) -> None:
    """Put the arguments in the places of the first one, a text; a backslash takes a brace's meaning away."""
    self.argument_list.eval(env=env)
    template, *values = env.stack.pop()
    if not isinstance(template, str):
        raise failure(env, "States.IntrinsicFailure", f"States.Format takes a text first, not {template!r}")
    places = sum(1 for piece in _PIECE.finditer(template) if piece["place"])
    if places != len(values):
        said = f"Invalid arguments in States.Format: {places} places in {template!r} for {len(values)} values"
        raise failure(env, "States.IntrinsicFailure", said)
    waiting = iter(values)
    env.stack.append(
        _PIECE.sub(lambda piece: self._to_str_repr(next(waiting)) if piece["place"] else piece["escaped"], template)
    )
