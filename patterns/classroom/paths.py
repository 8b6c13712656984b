"""The learning paths: which pages, in which order, and which of their exercises. Here and nowhere else.

A page that another one builds on stands before it. A path asks for every exercise of its pages unless it names some.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from patterns import catalogue

FIRST_PAGE = "00_start_here"
FIRST_PAGE_MINUTES = 20


@dataclass(frozen=True)
class Step:
    """A page of a path, and the exercises on it that the path asks for; None for all of them."""

    page: str
    only: tuple[str, ...] | None = None

    @property
    def exercises(self) -> tuple[str, ...]:
        """The names of the exercises that are asked for, in the order of the page."""
        if self.only is not None:
            return self.only
        return tuple(exercise.name for exercise in catalogue.exercises().get(self.page, ()))

    @property
    def minutes(self) -> int:
        """What the page takes with all its exercises."""
        return FIRST_PAGE_MINUTES if self.page == FIRST_PAGE else catalogue.recipe(self.page).minutes

    def done(self, solved: Set[str]) -> int:
        """How many of its exercises are solved."""
        return len(solved & set(self.exercises))


@dataclass(frozen=True)
class LearningPath:
    """Pages in the order to read them, and what whoever has been through them can do."""

    name: str
    promise: str
    steps: tuple[Step, ...]

    @property
    def exercises(self) -> tuple[str, ...]:
        """The names of all exercises of the path, in its order."""
        return tuple(name for step in self.steps for name in step.exercises)

    @property
    def minutes(self) -> int:
        """What all its pages take."""
        return sum(step.minutes for step in self.steps)

    def done(self, solved: Set[str]) -> int:
        """How many of its exercises are solved."""
        return len(solved & set(self.exercises))

    def next(self, solved: Set[str]) -> str:
        """The first of its exercises that is not solved; "" where all are."""
        return next((name for name in self.exercises if name not in solved), "")


def _pages(*names: str) -> tuple[Step, ...]:
    return tuple(Step(name) for name in names)


PATHS = (
    LearningPath(
        "first week",
        "You keep objects safe, say who may read them, build a network, put a machine and a function into it, and know "
        "whose everything is.",
        _pages(
            FIRST_PAGE, "secure_bucket", "least_privilege_policy", "three_tier_vpc", "private_instance",
            "lambda_function", "resource_tags",
        ),
    ),
    LearningPath(
        "security",
        "You say who can do what at most, who holds each key and each password, and prove that nobody else does.",
        _pages(
            "secure_bucket", "encryption_key", "least_privilege_policy", "service_role", "database_secret",
            "three_tier_vpc", "private_instance",
        ),
    ),
    LearningPath(
        "reliability",
        "You know what is left when a zone, a machine, a function or a called service fails, and what that costs.",
        (
            *_pages("three_tier_vpc", "multi_az_service", "spot_fleet", "circuit_breaker"),
            Step("lambda_function", ("how_often_lambda_tries", "a_function_for_a_busy_day")),
        ),
    ),
)  # fmt: skip
