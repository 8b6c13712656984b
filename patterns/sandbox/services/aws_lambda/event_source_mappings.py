"""What all event source mappings have in common: which there are, their filters, the call, what it says has failed.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
Not modelled: scaling of pollers, tumbling windows, metrics.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.aws_lambda.patches import invocation
from patterns.sandbox.services.aws_lambda.runtime.function import Function
from patterns.sandbox.services.aws_lambda.runtime.not_called import NotCalled, slowed
from patterns.sandbox.services.aws_lambda.runtime.report import Outcome
from patterns.sandbox.services.aws_lambda.runtime.service import Functions
from patterns.sandbox.services.events.patterns import matches

CHANGES = ("CreateEventSourceMapping", "UpdateEventSourceMapping", "DeleteEventSourceMapping")
MOST_STEPS = 1_000
"""Batches that one poller takes at the same moment; more is a loop, or as good as one."""

PARTIAL = "ReportBatchItemFailures"


class Mappings:
    """The enabled mappings of one kind of source, by the source's ARN: "sqs", "dynamodb"."""

    def __init__(self, account: Account, service: str, changed: Callable[[], object]) -> None:
        self._account = account
        self._service = service
        self._changed = changed
        self._found: list[dict[str, Any]] = []
        for operation in CHANGES:
            account.gateway.subscribe(Stage.CONSEQUENCES, self._follow, service="lambda", operation=operation)

    def __repr__(self) -> str:
        return f"Mappings({self._service!r}, {len(self._found)} enabled)"

    def of(self, source_arn: str) -> list[dict[str, Any]]:
        """The mappings of a source."""
        return [one for one in self._found if one["EventSourceArn"] == source_arn]

    def get(self, uuid: str) -> dict[str, Any] | None:
        """The mapping as it is now; None when it is gone or disabled."""
        return next((one for one in self._found if one["UUID"] == uuid), None)

    def all(self) -> list[dict[str, Any]]:
        """All of them."""
        return list(self._found)

    def _follow(self, call: Call) -> None:
        pages = self._account.observer("lambda").get_paginator("list_event_source_mappings").paginate()
        self._found = [
            mapping
            for page in pages
            for mapping in page["EventSourceMappings"]
            if mapping.get("State", "Enabled") == "Enabled" and mapping["EventSourceArn"].split(":")[2] == self._service
        ]
        self._changed()


class Poller:
    """Goes on, as a process, as long as there is something to take, and can be woken any number of times."""

    def __init__(self, account: Account, name: str, step: Callable[[], bool]) -> None:
        self._account = account
        self._name = name
        self._step = step
        self._polling = False

    def wake(self) -> None:
        """Begin, unless it has."""
        if not self._polling:
            self._polling = True
            self._account.processes.start(self._poll, self._name)

    def _poll(self) -> None:
        clock = self._account.clock
        moment, steps = clock.now, 0
        try:
            while self._step():
                moment, steps = (moment, steps + 1) if clock.now == moment else (clock.now, 0)
                if steps >= MOST_STEPS:
                    slowed(self._account, "poller", self._name)
        finally:
            self._polling = False


def wants(mapping: Mapping[str, Any], record: Mapping[str, Any], content: str = "") -> bool:
    """Whether the mapping's filters let a record through; without filters, any.

    `content` is the member that holds what a producer wrote, as JSON where it is some: a filter for JSON lets no plain
    text through, and one for plain text no JSON.
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
    """
    filters = (mapping.get("FilterCriteria") or {}).get("Filters") or []
    patterns = [json.loads(one["Pattern"]) for one in filters]
    return not patterns or any(_fits(each, record, content) and matches(each, record) for each in patterns)


def _fits(pattern: Mapping[str, Any], record: Mapping[str, Any], content: str) -> bool:
    """Whether a filter and a record mean the same form of content."""
    return content not in pattern or isinstance(pattern[content], dict) == isinstance(record.get(content), dict)


def function_of(account: Account, mapping: Mapping[str, Any]) -> Function | None:
    """The function a mapping calls, if it is there."""
    name, _, qualifier = mapping["FunctionArn"].partition(":function:")[2].partition(":")
    return invocation.find(account.account_id, account.region, name, qualifier or None)


def called(account: Account, mapping: Mapping[str, Any], records: list[dict[str, Any]]) -> Outcome | None:
    """How the mapping's function dealt with a batch; None where it could not be called."""
    function = function_of(account, mapping)
    if function is None:
        return None
    try:
        return account.part(Functions).invoke(function, json.dumps({"Records": records}).encode())
    except NotCalled:
        return None


def failed(mapping: Mapping[str, Any], told: Outcome | None, everything: set[str]) -> set[str]:
    """The ids of the batch's records that are to come again."""
    if told is None or told.error:
        return everything
    return _reported(told, everything) if PARTIAL in mapping.get("FunctionResponseTypes", []) else set()


def _reported(told: Outcome, everything: set[str]) -> set[str]:
    """What a function says has failed of its batch; an answer in another form means all of it, an empty one nothing."""
    answer = json.loads(told.payload or b"null")
    if not answer:
        return set()
    try:
        named = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures") or []}
    except (AttributeError, KeyError, TypeError):
        return everything
    return named if named <= everything else everything
