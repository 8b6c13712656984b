"""What moto's CloudWatch Logs lets pass, or loses, of filters.

Mended: patterns beyond plain words, metric filters of groups that are not there, how the lines of a subscription are
spread, and which of them it gets.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.services.logs.patterns import PatternError, pattern

ARN_PARTS = 6
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"""


def apply() -> None:
    """Read patterns, check the group of a metric filter, count subscriptions rightly, keep their distribution."""
    from moto.logs import models
    from moto.logs.models import LogGroup, LogsBackend, LogStream, SubscriptionFilter
    from moto.logs.responses import LogsResponse

    models.EventMessageFilter = _Reader
    _send_what_matches(LogStream)
    _check_group(LogsBackend)
    _send_to_arns(LogsBackend)
    _count_others(LogGroup)
    _keep_distribution(SubscriptionFilter, LogsResponse)


class _Reader:
    """Tells of a message whether it matches a pattern, in the place of moto's own, which knows words only."""

    def __init__(self, text: str | None) -> None:
        from moto.logs.exceptions import InvalidParameterException

        try:
            self._matches = pattern(text or "")
        except PatternError:
            raise InvalidParameterException("Invalid filter pattern") from None

    def matches(self, message: str) -> bool:
        return self._matches(message) is not None


def _send_what_matches(stream: Any) -> None:
    """Hand to a subscription only the lines that its pattern matches."""
    send = stream._send_log_events

    def _send_log_events(
        self: Any, service: str, destination_arn: str, filter_name: str, log_events: list[dict[str, Any]]
    ) -> None:
        reader = _Reader(self.log_group.subscription_filters[filter_name].filter_pattern)
        matching = [event for event in log_events if reader.matches(event["message"])]
        if matching:
            send(self, service, destination_arn, filter_name, matching)

    stream._send_log_events = _send_log_events


def _check_group(backend: Any) -> None:
    put, deleted = backend.put_metric_filter, backend.delete_log_group

    def put_metric_filter(self: Any, filter_name: str, filter_pattern: str, log_group_name: str, *rest: Any) -> None:
        from moto.logs.exceptions import ResourceNotFoundException

        if log_group_name not in self.groups:
            raise ResourceNotFoundException()
        _Reader(filter_pattern)
        self.filters.delete_filter(filter_name, log_group_name)  # moto would keep both
        put(self, filter_name, filter_pattern, log_group_name, *rest)

    def delete_log_group(self: Any, log_group_name: str) -> Any:
        answer = deleted(self, log_group_name)
        for metric_filter in self.filters.get_matching_filters(log_group_name=log_group_name):
            self.filters.delete_filter(metric_filter["filterName"], log_group_name)
        return answer

    backend.put_metric_filter, backend.delete_log_group = put_metric_filter, delete_log_group


def _send_to_arns(backend: Any) -> None:
    """Refuse a destination that is no ARN, at which moto breaks.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
    """
    put = backend.put_subscription_filter

    def put_subscription_filter(
        self: Any, log_group_name: str, filter_name: str, filter_pattern: str, destination_arn: str, role_arn: str
    ) -> None:
        from moto.logs.exceptions import InvalidParameterException

        if log_group_name in self.groups and len(destination_arn.split(":")) < ARN_PARTS:
            raise InvalidParameterException(f"destinationArn {destination_arn!r} is not an ARN")
        put(self, log_group_name, filter_name, filter_pattern, destination_arn, role_arn)

    backend.put_subscription_filter = put_subscription_filter


def _count_others(group: Any) -> None:
    """Let a filter change while its group has as many as it may."""
    put = group.put_subscription_filter

    def put_subscription_filter(self: Any, filter_name: str, filter_pattern: str, *settings: str) -> None:
        _Reader(filter_pattern)
        if filter_name in self.subscription_filters:
            self.subscription_filters[filter_name].update(filter_pattern, *settings)
        else:
            put(self, filter_name, filter_pattern, *settings)

    group.put_subscription_filter = put_subscription_filter


def _keep_distribution(subscription: Any, response: Any) -> None:
    put, told = response.put_subscription_filter, subscription.to_json

    def put_subscription_filter(self: Any) -> Any:
        answer = put(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        made = group.subscription_filters[self._get_param("filterName")]
        made.distribution = self._get_param("distribution") or "ByLogStream"
        return answer

    def to_json(self: Any) -> dict[str, Any]:
        return {**told(self), "distribution": getattr(self, "distribution", "ByLogStream")}

    response.put_subscription_filter, subscription.to_json = put_subscription_filter, to_json
