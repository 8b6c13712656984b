"""A look at a machine before a class: is everything there that the pages need, and if not, what is to be done.

It changes nothing and asks nothing of the network. Each check is a function of `machine` or `software`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from patterns.doctor import machine, software
from patterns.doctor.line import Line


@dataclass(frozen=True)
class Check:
    """A name, and what looks; it may raise what it likes."""

    name: str
    look: Callable[[], Line]
    advice: str = "make the environment anew: `make clean lab`, or install the package again"

    def line(self) -> Line:
        """What was found; something that went wrong on the way is a line that fails."""
        try:
            return self.look()
        except Exception as error:  # whatever is broken on this machine, the other lines are to be seen
            return Line(False, f"{type(error).__name__}: {error}".splitlines()[0][:200], self.advice)


CHECKS = (
    Check("Python", software.python),
    Check("packages", software.packages),
    Check("JupyterLab", software.jupyterlab),
    Check("widgets", software.widgets),
    Check("sandbox", software.sandbox),
    Check("functions", software.functions, "let this user start processes; SECURITY.md says what a function needs"),
    Check("progress", machine.progress),
    Check("memory", machine.memory),
    Check("disk", machine.disk),
    Check("loopback", machine.loopback, "let programs of this machine listen on 127.0.0.1"),
)


def examine(checks: Sequence[Check] = CHECKS) -> dict[str, Line]:
    """What every check found, by its name."""
    return {check.name: check.line() for check in checks}
