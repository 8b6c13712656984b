"""The cookbook at a glance: a card for each recipe, in the order in which they are best read.

Made from the catalogue and from what the reader has solved; HTML that needs no style sheet and no trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from patterns import catalogue
from patterns.analysis.diagram import diagram
from patterns.progress import solved

INK, SOFT, LINE, CARD = "#1b1f24", "#5b6570", "#d9dde3", "#ffffff"
BOX = (
    f"background:{CARD};color:{INK};border:1px solid {LINE};border-radius:8px;padding:12px 16px;"
    "font-family:sans-serif;font-size:13px;width:300px;box-sizing:border-box"
)


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
class Gallery:
    """The cards by path, each path in reading order."""

    paths: dict[str, tuple[Card, ...]]

    def __repr__(self) -> str:
        return "\n".join(
            "\n".join([path, *(f"  {card.name}: {card.title} ({card.facts})" for card in cards)])
            for path, cards in self.paths.items()
        )

    def _repr_html_(self) -> str:
        return "".join(
            f"<h3>{escape(path)}</h3>"
            f'<div style="display:flex;flex-wrap:wrap;gap:12px">{"".join(map(_html, cards))}</div>'
            for path, cards in self.paths.items()
        )


def gallery() -> Gallery:
    """Every recipe of the cookbook, by suggested path; what is to be read before another comes before it."""
    paths: dict[str, tuple[Card, ...]] = {}
    for name in sorted(catalogue.recipe_names(), key=lambda name: (len(_before(name)), name)):
        card = _card(name)
        paths[card.path] = (*paths.get(card.path, ()), card)
    return Gallery(paths)


def _card(name: str) -> Card:
    recipe = catalogue.recipe(name)
    exercises = catalogue.exercises().get(name, ())
    done = sum(exercise.name in solved() for exercise in exercises)
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
