"""What moto's CloudWatch Logs lets pass, or loses, of filters: groups that are not there, how lines are spread."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Check the group of a metric filter, count subscriptions rightly, and keep their distribution."""
    from moto.logs.models import LogGroup, LogsBackend, SubscriptionFilter
    from moto.logs.responses import LogsResponse

    _check_group(LogsBackend)
    _count_others(LogGroup)
    _keep_distribution(SubscriptionFilter, LogsResponse)


def _check_group(backend: Any) -> None:
    put, deleted = backend.put_metric_filter, backend.delete_log_group

    def put_metric_filter(self: Any, filter_name: str, filter_pattern: str, log_group_name: str, *rest: Any) -> None:
        from moto.logs.exceptions import ResourceNotFoundException

        if log_group_name not in self.groups:
            raise ResourceNotFoundException()
        self.filters.delete_filter(filter_name, log_group_name)  # moto would keep both
        put(self, filter_name, filter_pattern, log_group_name, *rest)

    def delete_log_group(self: Any, log_group_name: str) -> Any:
        answer = deleted(self, log_group_name)
        for one in self.filters.get_matching_filters(log_group_name=log_group_name):
            self.filters.delete_filter(one["filterName"], log_group_name)
        return answer

    backend.put_metric_filter, backend.delete_log_group = put_metric_filter, delete_log_group


def _count_others(group: Any) -> None:
    """Let a filter change while its group has as many as it may."""
    put = group.put_subscription_filter

    def put_subscription_filter(self: Any, filter_name: str, *settings: str) -> None:
        if filter_name in self.subscription_filters:
            self.subscription_filters[filter_name].update(*settings)
        else:
            put(self, filter_name, *settings)

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
