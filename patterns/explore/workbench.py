"""The workbench: controls on one side, the page on the other, and the turns in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from patterns.analysis.usage import UsageError
from patterns.explore.controls import Control, grouped
from patterns.explore.draft import AcceptanceError, Draft, stack_of
from patterns.explore.frame import head, strip
from patterns.explore.history import History
from patterns.explore.markup import trouble
from patterns.explore.page import Page
from patterns.explore.panels import Panel, panels
from patterns.explore.reviewing import Reviewing, missing
from patterns.explore.running import Running, Told
from patterns.explore.still import still
from patterns.explore.turning import begun, shown, turning
from patterns.explore.view import View, viewed
from patterns.parameters import ParameterError
from patterns.sandbox import preload
from patterns.template.errors import TemplateError
from patterns.template.parameters import given_values
from patterns.template.source import trusted

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.leaving_out import Choice
    from patterns.sandbox.stacks.stack import Event, Stack


LONGEST_NAME = 24
"""Characters of a variant's name, which heads a column."""


def explore(
    source: Any,
    sandbox: Sandbox | None = None,
    *,
    parameters: Mapping[str, Any] | None = None,
    trust: bool = False,
    stack: str | None = None,
    unsupported: Choice = "refuse",
) -> Workbench:
    """The workbench of a pattern or of any other template, with a control for each parameter.

    It begins with `parameters`: those of the recipe, or those that the template declares. Deploys into `sandbox`, else
    into the one that lives, else into one it starts at the first deployment; with `trust` the code that comes with the
    template runs there. `stack` names one of the stacks of an app of the CDK, which is deployed with those it needs.
    What the sandbox cannot make is drawn dashed; `unsupported` is as for `deploy`. Raises `TemplateError` for a
    template that cannot be read, or a stack that there is not, and `ParameterError` for a value that it does not take.
    """
    chosen = source if stack is None else stack_of(source, stack)
    begins = begun(trusted(chosen) if trust else chosen, given_values(parameters))
    return Workbench(begins, sandbox=sandbox, unsupported=unsupported)


class Workbench(widgets.VBox):  # type: ignore[misc]
    """The page of one source; everything it shows can be read from `view`, `page` and `controls`."""

    def __init__(
        self, source: Any, *, sandbox: Sandbox | None = None, tabs: tuple[Panel, ...] | None = None,
        unsupported: Choice = "refuse",
    ) -> None:  # fmt: skip
        self._panels = {panel.id: panel for panel in (panels() if tabs is None else tabs)}
        self._running = Running(sandbox, unsupported)
        self._history = History(Draft(source))
        # A kernel answers the page in a thread of its own, while its loop reviews what the page shows.
        self._showing = threading.RLock()
        self._reviewing = Reviewing(lambda: self.view, self._add_to)
        self.view = viewed(self._history.current)
        self.page = Page(selected=next(iter(self._panels)))
        turned = turning(source, self._running.offers)
        kinds = turned.kinds
        self.controls = {name: Control(name, kind, turned.values[name], self.turn) for name, kind in kinds.items()}
        self._show_choices()
        inner = widgets.Box([grouped(self.controls), self.page] if kinds else [self.page])
        inner.add_class("pc-frame" if kinds else "pc-frame-alone")
        super().__init__([inner])
        self.add_class("pc-workbench")
        self.page.observe(self._selected, "selected")
        self.page.observe(self._clicked, "action")
        self._show(self.view)

    @property
    def source(self) -> Any:
        """The pattern or template as it stands now."""
        return self.view.source

    @property
    def stack(self) -> Stack | None:
        """The stack that the page deployed, if it did and the stack is still there."""
        return self._running.stack

    def turn(self, name: str, value: Any) -> str:
        """Turn one parameter; return what is wrong with the value, and leave the page as it was, if anything is."""
        turned = turning(self.source)
        if value == turned.values[name]:
            return ""
        try:
            changed = turned.turn(name, value)
        except ParameterError as error:
            # Two choices may not go together: then the other one's name belongs in the sentence.
            other = "" if error.name == name else f"{self.controls[error.name].kind.label}: "
            return f"{other}{shown(error.value, turned.kinds[name])} {error.limit}"
        self._add(self._history.current.of(changed))
        return ""

    def undo(self) -> None:
        """Take the last turn back."""
        if self._history.undo():
            self._go()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._history.redo():
            self._go()

    def reset(self) -> None:
        """Go back to the choices the page began with."""
        if self._history.reset():
            self._go()

    def remedy(self, parameter: str) -> None:
        """Apply the remedy that a finding offers for this parameter."""
        if not self.view.remedied:
            self._add_to(self.view, missing(self.view))
        offered = (finding.remedy for finding in self.view.findings if finding.remedy)
        chosen = next((remedy for remedy in offered if remedy.parameter == parameter), None)
        if chosen is not None:
            self.turn(chosen.parameter, chosen.value)

    def accept(self, finding_id: str, logical_id: str, reason: str) -> None:
        """Accept a finding about a resource, for a reason that is written into the template the page shows and deploys.

        Without a reason the page says so and stays as it was.
        """
        try:
            self._add(self._history.current.accepting(finding_id, logical_id, reason))
        except AcceptanceError as error:
            self._change(trouble=str(error))

    def withdraw(self, finding_id: str, logical_id: str) -> None:
        """Make an accepted finding an open one again."""
        self._add(self._history.current.withdrawing(finding_id, logical_id))

    def use(self, quantity: str, amount: str) -> None:
        """Say how much of a quantity the template is used for; no text at all brings the default back.

        An amount that cannot be is refused on the page, which stays as it was.
        """
        try:
            changed = self._history.current.using(quantity, _number(amount) if amount.strip() else None)
        except UsageError as error:
            self._change(trouble=str(error))
            return
        if changed.usage != self._history.current.usage:
            self._add(changed)

    def look(self, logical_id: str) -> None:
        """Show a resource's lines, findings and read-back beside the picture; the same one again: no more."""
        self._change(looked_at="" if logical_id == self.view.looked_at else logical_id)

    def pick(self, name: str, value: str) -> None:
        """Keep what was picked on a panel, under a name of that panel's; the same again: nothing is."""
        self._change(picked={**self.view.picked, name: "" if self.view.picked.get(name) == value else value})

    def ask(self, name: str, question: str) -> None:
        """Keep a question that was written on a panel, under a name of that panel's."""
        self._change(picked={**self.view.picked, name: question.strip()})

    def pin(self, name: str) -> None:
        """Keep the present state under a name, to hold others against it; a name that is taken gets the new state."""
        name = name.strip()[:LONGEST_NAME]
        if name:
            self._change(pinned={**self.view.pinned, name: self._history.current}, trouble="")

    def unpin(self, name: str) -> None:
        """Let a variant go."""
        self._change(pinned={other: draft for other, draft in self.view.pinned.items() if other != name})

    def recall(self, name: str) -> None:
        """Go back to a variant that was pinned, as a step that can be undone."""
        draft = self.view.pinned.get(name)
        if draft is not None and draft is not self._history.current:
            self._add(draft)

    def deploy(self) -> None:
        """Deploy the source, or update the stack to it; a refusal is shown on the stack panel."""
        words = "Deploying" if self.stack is None else "Updating"
        self._operate(words, lambda told: self._running.deploy(self.view.draft.document, told))

    def delete(self) -> None:
        """Delete the stack; a refusal is shown on the stack panel."""
        self._operate("Deleting", self._running.delete)

    def read_again(self) -> None:
        """Ask the services once more what there is: what was changed past the template shows as drift."""
        self._operate("Reading", lambda told: None)

    def advance(self, seconds: float) -> None:
        """Let so much time pass in the account, and show what it brought."""
        self._operate("Passing time", lambda told: self._running.advance(seconds))

    def start(self, logical_id: str, given: str = "{}") -> None:
        """Start an execution of a state machine, and show the way it took."""
        self._operate("Running", lambda told: self._running.start(logical_id, given))

    def settle(self) -> View:
        """The view once remedies and linter have answered; asks them now if they have not."""
        return self._reviewing.settle()

    def _add(self, draft: Draft) -> None:
        self._history.add(draft)
        self._go()

    def _go(self) -> None:
        view = viewed(self._history.current, before=self.view)
        with self._showing:
            self.view = view
            self._show_choices()
            self._show(view)

    def _change(self, **fields: Any) -> None:
        with self._showing:
            self._show(replace(self.view, **fields))

    def _add_to(self, seen: View, fields: dict[str, Any]) -> None:
        """Change the view as it is now, if it is of the template that was looked at: else a turn would be lost."""
        with self._showing:
            if self.view.document is seen.document:
                self._change(**fields)

    def _operate(self, words: str, operation: Callable[[Told], None]) -> None:
        """Do something to the stack and show its events as they come, then what there is, or a refusal's own words."""
        from botocore.exceptions import ClientError

        from patterns.sandbox.core.errors import SandboxError

        trouble, events = "", None
        try:
            with preload.LOADING:
                operation(lambda so_far: self._change(underway=words, events=so_far, trouble=""))
        except (SandboxError, TemplateError, ClientError) as error:
            trouble, events = str(error), getattr(error, "events", None)
        except Exception as error:
            # What is raised while the browser waits for an answer is seen by nobody.
            defect = f"A bug in the cookbook, not in your template: {type(error).__name__}: {error}"
            self._change(trouble=defect, underway="")
            raise
        story: tuple[Event, ...] = events or self._running.events
        deployment = self._running.reading(self.view.resolved, self.view.draft.document)
        with self._showing:
            there = deployment and deployment.against(self.view.resolved, self.view.draft.document)
            self._change(trouble=trouble, deployment=there, events=story, underway="")
        self._hear_calls()

    def _show_choices(self) -> None:
        values = turning(self.source).values
        for name, control in self.controls.items():
            control.show(values[name], values, self.controls)

    def _show(self, view: View) -> None:
        self._draw(view)
        if not view.is_reviewed and not view.underway:
            self._reviewing.start()

    def _hear_calls(self) -> None:
        """Show the account's calls as they come, from whatever thread they are made."""
        from patterns.sandbox.authorisation.calls import Calls

        account = self._running.account
        if account is not None:
            account.part(Calls).tell(self._called)
            self._called()

    def _called(self) -> None:
        account = self._running.account
        with self._showing:
            if account is not None and (made := tuple(account.calls)):
                self._draw(replace(self.view, calls=made))

    def _draw(self, view: View) -> None:
        """Draw what is always in sight and the panel that is visible; the others are drawn when selected."""
        self.view = view
        there = [panel for panel in self._panels.values() if panel.applies(view)]
        if self.page.selected not in [panel.id for panel in there]:
            self.page.selected = there[0].id
        tabs = [{"id": panel.id, "title": panel.title, "badge": panel.badge(view)} for panel in there]
        self.page.show(
            head=head(view),
            strip=strip(view, self._history),
            tabs=tabs,
            panes={self.page.selected: self._pane(self.page.selected)},
        )

    def _selected(self, change: dict[str, Any]) -> None:
        if change["new"] in self._panels and change["new"] not in self.page.panes:
            self.page.panes = {**self.page.panes, change["new"]: self._pane(change["new"])}

    def _pane(self, name: str) -> str:
        """A panel's HTML, or what keeps it from being drawn: an error raised here is seen by nobody."""
        try:
            return self._panels[name].html(self.view)
        except Exception as error:
            return trouble(f"This panel cannot be drawn: {type(error).__name__}: {error}")

    def _clicked(self, change: dict[str, Any]) -> None:
        value, text = str(change["new"].get("value", "")), str(change["new"].get("text", ""))
        finding, _, resource = value.partition(" ")
        actions: dict[str, Callable[[], None]] = {
            "undo": self.undo,
            "redo": self.redo,
            "reset": self.reset,
            "deploy": self.deploy,
            "delete": self.delete,
            "read-again": self.read_again,
            "advance": lambda: self.advance(float(value)),
            "start": lambda: self.start(value, text),
            "look": lambda: self.look(value),
            "use": lambda: self.use(value, text),
            "pick": lambda: self.pick(*value.partition("=")[::2]),
            "ask": lambda: self.ask(value, text),
            "remedy": lambda: self.remedy(value),
            "accept": lambda: self.accept(finding, resource, text),
            "withdraw": lambda: self.withdraw(finding, resource),
            "pin": lambda: self.pin(text),
            "unpin": lambda: self.unpin(value),
            "recall": lambda: self.recall(value),
        }
        action = actions.get(change["new"].get("name", ""))
        # Any other name only asks whether the kernel has caught up.
        if action is not None:
            action()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **kwargs: Any) -> dict[str, Any]:
        data: dict[str, Any] = dict(super()._repr_mimebundle_(include=include, exclude=exclude, **kwargs) or {})
        data["text/html"] = still(self.view)
        data["text/plain"] = repr(self)
        return data

    def __repr__(self) -> str:
        name = repr(self.source) if hasattr(self.source, "with_") else repr(self.view.document)
        return f"Workbench({name}: {len(self.view.resolved.resources)} resources, {len(self.view.findings)} findings)"


def _number(text: str) -> Any:
    """The number a text says, else the text itself: the usage refuses it with its unit."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return text
