"""A server and the evenings of a team in Tokyo: when it runs, over weeks of a year and the next. Not an exercise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from patterns.exercises._rights import made
from patterns.trial import Lacking, Trial

TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY, SATURDAY = 0, 5
WEEKS = (24, 29)
"""From the one look to the next: in the summer of the one half of the world, and in the winter after the year."""
MORNING = {7.9: "running"}
WORKING_DAY = {9.0: "", 13: "running", 19.98: "running", 20.1: "stopped", 21.5: "", 23.6: "running"}
"""What is wanted at which hour of a day; where nothing is, somebody starts the servers, also for a long evening."""
SERVER = "AWS::EC2::Instance"


@dataclass(frozen=True)
class _Seen:
    """The servers at one moment of Tokyo's; `state` is that of one that is not as it should be, empty where all are."""

    moment: datetime
    wanted: str
    state: str

    def __str__(self) -> str:
        return f"{self.moment:%A at %H:%M} in Tokyo it is {self.state}"


def on_before_eight(trial: Trial) -> str:
    """When the server was off on a working day before eight or after a later start; nothing where it never was."""
    return _first(one for one in trial.once(_weeks) if one.wanted == "running" and not _is_weekend(one.moment))


def off_after_eight(trial: Trial) -> str:
    """When the server was on a few minutes after eight on a working day; nothing where it never was."""
    return _first(one for one in trial.once(_weeks) if one.wanted == "stopped")


def on_at_weekends(trial: Trial) -> str:
    """When the server was off at a weekend; nothing where it never was."""
    seen = _first(one for one in trial.once(_weeks) if one.wanted == "running" and _is_weekend(one.moment))
    return f"somebody started it on Friday night, and on {seen}" if seen else ""


def _first(seen: Iterable[_Seen]) -> str:
    return next((str(one) for one in seen if one.state), "")


def _is_weekend(moment: datetime) -> bool:
    """From the start on Friday night until Monday morning."""
    return moment.weekday() >= SATURDAY or (moment.weekday() == MONDAY and moment.hour < 9)


def _weeks(trial: Trial) -> list[_Seen]:
    """Weeks of a year and the next; somebody starts the servers at nine on working days, and late on each again."""
    return [seen for weeks in WEEKS for seen in _week(trial, weeks)]


def _week(trial: Trial, weeks: int) -> Iterator[_Seen]:
    made(trial, SERVER)
    clock = trial.aws.clock
    clock.advance(days=7 * weeks)
    monday = _next(clock.now.astimezone(TOKYO), MONDAY)
    for day in range(SATURDAY):
        yield from _looks(trial, monday + timedelta(days=day), {**(MORNING if day else {}), **WORKING_DAY})
    weekend = (3, 13, 20.1, 34, 44.1, 47.9, 56)
    yield from _looks(trial, monday + timedelta(days=SATURDAY), dict.fromkeys(weekend, "running"))


def _looks(trial: Trial, midnight: datetime, wanted: Mapping[float, str]) -> Iterator[_Seen]:
    """Let these hours of a day come, and look at the servers; where no state is wanted, start them instead."""
    for hour, state in wanted.items():
        moment = midnight + timedelta(hours=hour)
        trial.aws.clock.advance(seconds=(moment - trial.aws.clock.now).total_seconds())
        if state:
            yield _Seen(moment, state, _not_all(trial, state))
        else:
            _start(trial)


def _start(trial: Trial) -> None:
    ec2, ids = trial.aws.administrator("ec2"), [one.physical_id for one in made(trial, SERVER)]
    try:
        ec2.start_instances(InstanceIds=ids)
    except ec2.exceptions.ClientError as error:
        raise Lacking(f"nobody can start the server any more: {error.response['Error']['Message']}") from None


def _not_all(trial: Trial, state: str) -> str:
    """The state of a server that is in another than this one; nothing where all are in it."""
    ids = [one.physical_id for one in made(trial, SERVER)]
    reservations = trial.aws.administrator("ec2").describe_instances(InstanceIds=ids)["Reservations"]
    states = [str(instance["State"]["Name"]) for reservation in reservations for instance in reservation["Instances"]]
    return next((seen for seen in states if seen != state), "")


def _next(now: datetime, weekday: int) -> datetime:
    """The midnight with which the next such day begins, a day away at least."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight + timedelta(days=(weekday - midnight.weekday() - 1) % 7 + 1)
