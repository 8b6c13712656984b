"""What the providers of HTTP APIs share: settings that one call changes, and the parts of an API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry, listed

SERVICE = "apigatewayv2"
GONE = frozenset({"NotFoundException"})
APIS = Call("get_apis", "Items")
TAGGING = tags.Tagging("ResourceArn", shape=dict)


def told(value: Any) -> Any:
    """What was set; a text, list or map that is empty is what the service has of a setting that was taken away."""
    return value or None


def setting(
    name: str,
    *,
    cleared: Any = "",
    default: Any = None,
    from_service: Shape = told,
    to_service: Shape = same,
    effect: str = "",
) -> Property:
    """The row of a setting that goes by one name everywhere; those that change, change in one call."""
    return Property(
        name, create=name, code="change", cleared=cleared, default=default, get=entry(name), to_service=to_service,
        from_service=from_service, effect=effect,
    )  # fmt: skip


class Changing(ListedProvider):
    """A type of which one call changes all settings that differ; what is gone is set to what stands for nothing."""

    service = SERVICE
    gone = GONE
    change_operation: ClassVar[str]

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what differs."""
        rows = [row for row in self.properties if row.code == "change" and self._differs(row, old, target.properties)]
        declared = target.properties
        asked = {
            row.name: row.cleared if declared.get(row.name) is None else row.to_service(declared[row.name])
            for row in rows
        }
        getattr(target.account.administrator(SERVICE), self.change_operation)(**self.identity(target), **asked)


def arn(account: Account, path: str) -> str:
    """The ARN of something that API Gateway holds: https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html."""
    return f"arn:aws:apigateway:{account.region}::/{path}"


class PartOfApi(Changing):
    """A type of which every API has its own: listed API by API."""

    plural: ClassVar[str]
    """The operation that lists those of one API."""

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> entry, of the APIs of the targets, or of all."""
        wanted = {target.properties["ApiId"] for target in targets}
        return {self.key(found): found for found in self._listed(account, wanted)}

    def _listed(self, account: Account, wanted: set[str]) -> Iterator[dict[str, Any]]:
        for api in listed(account, SERVICE, APIS):
            if not wanted or api["ApiId"] in wanted:
                for found in self._of_api(account, api["ApiId"]):
                    yield found | {"ApiId": api["ApiId"]}

    def _of_api(self, account: Account, api_id: str) -> list[dict[str, Any]]:
        return listed(account, SERVICE, Call(self.plural, "Items", {"ApiId": api_id}))

    def key(self, described: dict[str, Any]) -> str:
        """The physical id of an entry."""
        return str(described[self.entry_id])

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The id that the service gave."""
        return str(response[self.entry_id])

    def identity(self, target: Target) -> dict[str, Any]:
        """The API, and its part."""
        return {"ApiId": target.properties["ApiId"], self.entry_id: target.physical_id}

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {self.entry_id: target.physical_id}


API_ID = Property("ApiId", create="ApiId", get=entry("ApiId"))
