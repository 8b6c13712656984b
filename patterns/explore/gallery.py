"""The cookbook at a glance: the learning paths, then a card for each recipe, in the order in which they are best read.

Made from the catalogue and from what the reader has solved; HTML that needs no style sheet and no trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from patterns import catalogue
from patterns.analysis.diagram import diagram
from patterns.classroom.paths import PATHS, LearningPath, Step
from patterns.explore.words import spelt
from patterns.instructor import added
from patterns.progress import solved

INK, SOFT, LINE, CARD, DONE = "#1b1f24", "#5b6570", "#d9dde3", "#ffffff", "#1a7f37"
FRAME = (
    f"background:{CARD};color:{INK};border:1px solid {LINE};border-radius:8px;padding:12px 16px;"
    "font-family:sans-serif;font-size:13px;box-sizing:border-box"
)
BOX = f"{FRAME};width:300px"
CHIP = f"border:1px solid {LINE};border-radius:8px;padding:4px 8px;color:{INK};text-decoration:none"


@dataclass(frozen=True)
class Card:
    """One recipe: its path through the cookbook, its page, what it asks and how many of its exercises are solved."""

    name: str
    path: str
    title: str
    summary: str
    pillar: str
    minutes: int
    exercises: int
    done: int
    picture: str

    @property
    def facts(self) -> str:
        """Pillar, time and progress, in one line."""
        progress = f"{self.done} of {self.exercises} exercises done" if self.exercises else "no exercises"
        return f"{self.pillar} · {self.minutes} minutes · {progress}"


@dataclass(frozen=True)
class Walk:
    """A learning path, and which exercises of the cookbook are solved."""

    path: LearningPath
    solved: frozenset[str]

    @property
    def facts(self) -> str:
        """Progress and time, in one line."""
        done, number = self.path.done(self.solved), len(self.path.exercises)
        return f"{done} of {number} exercises done · {self.path.minutes} minutes"

    def mark(self, step: Step) -> str:
        """How far a page of the path is done, in signs and figures."""
        done, number = step.done(self.solved), len(step.exercises)
        return f"{'✓ ' if done == number else ''}{done}/{number}" if number else "read first"


@dataclass(frozen=True)
class Gallery:
    """The learning paths, and the cards by subject, each subject in reading order."""

    walks: tuple[Walk, ...]
    paths: dict[str, tuple[Card, ...]]
    own: dict[str, bool]
    """The exercises of the instructor, and whether each is solved."""

    def __repr__(self) -> str:
        walks = [
            f"{_called(walk.path)} ({walk.facts})\n  "
            + ", ".join(f"{step.page} {walk.mark(step)}" for step in walk.path.steps)
            for walk in self.walks
        ]
        cards = [
            "\n".join([path, *(f"  {card.name}: {card.title} ({card.facts})" for card in cards)])
            for path, cards in self.paths.items()
        ]
        own = [f"Of your instructor: {', '.join(map(_marked, self.own.items()))}"] if self.own else []
        return "\n".join([*walks, *own, *cards])

    def _repr_html_(self) -> str:
        walks = f'<h3>Learning paths</h3><div style="display:grid;gap:12px">{"".join(map(_walk, self.walks))}</div>'
        own = f'<div style="{FRAME};margin-top:12px">{_own(self.own)}</div>' if self.own else ""
        return f"{walks}{own}" + "".join(
            f"<h3>{escape(path)}</h3>"
            f'<div style="display:flex;flex-wrap:wrap;gap:12px">{"".join(map(_html, cards))}</div>'
            for path, cards in self.paths.items()
        )


def gallery() -> Gallery:
    """The learning paths, and every recipe by subject; what is to be read before another comes before it.

    Raises `NotUsable` where the file of the class is wrong.
    """
    done = solved()
    paths: dict[str, tuple[Card, ...]] = {}
    for name in sorted(catalogue.recipe_names(), key=lambda name: (len(_before(name)), name)):
        card = _card(name, done)
        paths[card.path] = (*paths.get(card.path, ()), card)
    own = {name: name in done for name in added().exercises}
    return Gallery(tuple(Walk(path, done) for path in PATHS), paths, own)


def _card(name: str, solved: frozenset[str]) -> Card:
    recipe = catalogue.recipe(name)
    exercises = catalogue.exercises().get(name, ())
    done = sum(exercise.name in solved for exercise in exercises)
    return Card(
        name, recipe.path, recipe.title, recipe.summary(), recipe.pillar, recipe.minutes, len(exercises), done,
        diagram(recipe()).still(),
    )  # fmt: skip


def _before(name: str) -> set[str]:
    """Every recipe to read before this one, those before them included."""
    direct = set(catalogue.recipe(name).after)
    return direct.union(*map(_before, direct))


def _html(card: Card) -> str:
    return (
        f'<div style="{BOX}"><a href="{card.name}.ipynb" style="color:{INK}"><b style="font-size:15px">'
        f"{escape(card.title)}</b></a>"
        f'<div style="height:150px;overflow:hidden;margin:8px 0">{card.picture}</div>'
        f'<div>{escape(card.summary)}</div><div style="color:{SOFT};margin-top:6px">{escape(card.facts)}</div></div>'
    )


def _walk(walk: Walk) -> str:
    done, number = walk.path.done(walk.solved), len(walk.path.exercises)
    bar = (
        f'<div style="background:{LINE};border-radius:3px;height:6px;margin:8px 0">'
        f'<div style="background:{DONE};border-radius:3px;height:6px;width:{100 * done // number}%"></div></div>'
    )
    chips = "".join(_chip(walk, step, number) for number, step in enumerate(walk.path.steps, 1))
    return (
        f'<div style="{FRAME}"><b style="font-size:15px">{escape(_called(walk.path))}</b>'
        f' <span style="color:{SOFT}">{escape(walk.facts)}</span>{bar}<div>{escape(walk.path.promise)}</div>'
        f'<div style="display:flex;flex-wrap:wrap;gap:8px;margin-top:8px">{chips}</div></div>'
    )


def _chip(walk: Walk, step: Step, number: int) -> str:
    name = spelt(step.page.lstrip("0123456789_"))
    mark = walk.mark(step)
    colour = DONE if mark.startswith("✓") else SOFT
    return (
        f'<a href="{step.page}.ipynb" style="{CHIP}">{number}. {escape(name)} '
        f'<span style="color:{colour};white-space:nowrap">{mark}</span></a>'
    )


def _own(exercises: dict[str, bool]) -> str:
    chips = "".join(f'<span style="{CHIP}">{escape(_marked(one))}</span>' for one in exercises.items())
    return (
        f'<b style="font-size:15px">Of your instructor</b>'
        f'<div style="display:flex;flex-wrap:wrap;gap:8px;margin-top:8px">{chips}</div>'
    )


def _marked(exercise: tuple[str, bool]) -> str:
    name, is_solved = exercise
    return f"{name} {'✓ solved' if is_solved else 'to do'}"


def _called(path: LearningPath) -> str:
    return path.name[:1].upper() + path.name[1:]
