"""What the providers of REST APIs share: shapes of both sides, settings that a patch changes, the parts of an API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry, listed
from patterns.sandbox.services.apigateway.documents import operations

SERVICE = "apigateway"
GONE = frozenset({"NotFoundException"})
APIS = Call("get_rest_apis", "items")
TAGGING = tags.Tagging("resourceArn", tags="tags", keys="tagKeys", shape=dict)
MAPS = frozenset({
    "RequestModels", "RequestParameters", "RequestTemplates", "ResponseModels", "ResponseParameters",
    "ResponseTemplates", "StageVariableOverrides", "Variables",
})  # fmt: skip
"""Properties whose keys are the user's own."""


def told(value: Any) -> Any:
    """What was set; what is empty stands for nothing."""
    return value or None


def camel(name: str) -> str:
    """A property's name as the service has it."""
    return name[:1].lower() + name[1:]


def to_camel(value: Any) -> Any:
    """A structure with the names of the service."""
    if isinstance(value, Mapping):
        return {camel(name): one if name in MAPS else to_camel(one) for name, one in value.items()}
    return [to_camel(one) for one in value] if isinstance(value, list) else value


def to_pascal(value: Any) -> Any:
    """A structure with the names of CloudFormation."""
    if isinstance(value, Mapping):
        pairs = ((name[:1].upper() + name[1:], one) for name, one in value.items())
        return {name: one if name in MAPS else to_pascal(one) for name, one in pairs}
    return [to_pascal(one) for one in value] if isinstance(value, list) else value


def setting(
    name: str,
    service_name: str = "",
    *,
    default: Any = None,
    is_created: bool = True,
    to_service: Shape = to_camel,
    from_service: Shape = told,
    effect: str = "",
) -> Property:
    """The row of a setting: what changes goes in one patch."""
    called = service_name or camel(name)
    return Property(
        name, create=called if is_created else None, code="change", default=default, get=entry(called),
        to_service=to_service, from_service=from_service, effect=effect,
    )  # fmt: skip


def fixed(name: str, service_name: str = "", default: Any = None) -> Property:
    """The row of what is chosen once."""
    called = service_name or camel(name)
    return Property(name, create=called, get=entry(called), default=default)


def switch(name: str, service_name: str = "", *, default: bool = False, effect: str = "") -> Property:
    """The row of a setting that is on or off, told either way."""
    return setting(name, service_name, default=default, from_service=same, effect=effect)


def tags_row() -> Property:
    """The row of the tags, which CloudFormation has as a list."""
    return Property("Tags", create="tags", code="set_tags", to_service=tags.by_key, get=entry("tags"),
                    from_service=tags.as_list)  # fmt: skip


API_ID = Property("RestApiId", create="restApiId", get=entry("restApiId"))


class Patched(ListedProvider):
    """A type of which one patch changes all settings that differ."""

    service = SERVICE
    gone = GONE
    change_operation: ClassVar[str]
    tagging = TAGGING

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Patch what differs."""
        before, after = self._document(old), self._document(target.properties)
        patch = list(operations(before, after))
        if patch:
            client = target.account.administrator(SERVICE)
            getattr(client, self.change_operation)(**self.identity(target), patchOperations=patch)

    def _document(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        rows = [row for row in self.properties if row.code == "change" and row.get]
        values = [(row, properties.get(row.name, row.default)) for row in rows]
        return {row.get.path: row.to_service(value) for row, value in values if row.get and value is not None}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name or id that the service tells."""
        return str(response[self.entry_id])

    def tagged(self, target: Target) -> str:
        """The ARN, as all of API Gateway's are made of paths."""
        return f"arn:aws:apigateway:{target.account.region}::/{self.path(target)}"

    def path(self, target: Target) -> str:
        """The path of the resource in the service's own API."""
        raise NotImplementedError


class PartOfApi(Patched):
    """A type of which every API has its own: listed API by API."""

    plural: ClassVar[Call]
    """The operation that lists those of one API."""
    is_named: ClassVar[bool] = False
    """Whether two APIs may have one of the same name, so that the physical id begins with the API's."""

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> entry, of the APIs of the targets, or of all."""
        wanted = {target.properties["RestApiId"] for target in targets}
        return {self.key(found): found for found in self._listed(account, wanted)}

    def existing(self, account: Account) -> set[str]:
        """The physical ids of all of them."""
        return set(self.entries(account, []))

    def _listed(self, account: Account, wanted: set[str]) -> Iterator[dict[str, Any]]:
        for api in listed(account, SERVICE, APIS):
            if not wanted or api["id"] in wanted:
                call = Call(self.plural.operation, self.plural.path, {"restApiId": api["id"], **self.plural.arguments})
                yield from ({**found, "restApiId": api["id"]} for found in listed(account, SERVICE, call))

    def key(self, described: Mapping[str, Any]) -> str:
        """The physical id of an entry."""
        own = str(described[self.entry_id])
        return f"{described['restApiId']}|{own}" if self.is_named else own

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The id, with the API's before it where it is a name."""
        return self.key({**response, "restApiId": target.properties["RestApiId"]})

    def own_name(self, target: Target) -> str:
        """The name or id within the API."""
        return target.physical_id.partition("|")[2] if self.is_named else target.physical_id

    def ref(self, target: Target) -> str:
        """The name or id within the API."""
        return self.own_name(target)

    def identity(self, target: Target) -> dict[str, Any]:
        """The API, and its part."""
        return {"restApiId": target.properties["RestApiId"], self.identifier: self.own_name(target)}


def as_keyed(key: Callable[[Mapping[str, Any]], str]) -> Shape:
    """A shape that makes of a list of structures one by key."""
    return lambda found: {key(each): each for each in found}
