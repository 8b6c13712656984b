"""What moto's CloudFront does not have: cache policies, origin access identities, functions that are changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PREFIX = "{0}/2020-05-31/"


@dataclass(frozen=True)
class Kind:
    """Something with an id, an entity tag and a configuration: `of` is its name in answers, `path` in addresses."""

    noun: str
    of: str
    path: str

    @property
    def config(self) -> str:
        """The name of its configuration."""
        return f"{self.of}Config"


KINDS = (
    Kind("cache_policy", "CachePolicy", "cache-policy"),
    Kind("cloud_front_origin_access_identity", "CloudFrontOriginAccessIdentity", "origin-access-identity/cloudfront"),
)
PLURALS = {
    "cache_policy": "cache_policies",
    "cloud_front_origin_access_identity": "cloud_front_origin_access_identities",
}


def apply() -> None:
    """Let moto answer for them under their addresses."""
    from moto.cloudfront import urls
    from moto.cloudfront.models import CloudFrontBackend
    from moto.cloudfront.responses import CloudFrontResponse

    CloudFrontBackend.__init__ = _with_room(CloudFrontBackend.__init__)
    for kind in KINDS:
        for end in ("$", "/(?P<id>[^/]+)$", "/(?P<id>[^/]+)/config$"):
            urls.url_paths[f"{PREFIX}{kind.path}{end}"] = CloudFrontResponse.dispatch
        for name, answer in _answers(kind).items():
            setattr(CloudFrontResponse, name, answer)
    urls.url_paths[f"{PREFIX}function/(?P<name>[^/]+)/publish$"] = CloudFrontResponse.dispatch
    CloudFrontResponse.update_function = _update_function
    CloudFrontResponse.publish_function = _publish_function


def _held(backend: Any, kind: Kind) -> dict[str, dict[str, Any]]:
    held: dict[str, dict[str, Any]] = getattr(backend, PLURALS[kind.noun])
    return held


def _with_room(init: Any) -> Any:
    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        """Have a place for each kind from the start, so that what fails is taken back."""
        init(self, *args, **kwargs)
        for name in PLURALS.values():
            setattr(self, name, {})

    return begin


def _found(response: Any, kind: Kind) -> dict[str, Any]:
    from moto.cloudfront.exceptions import CloudFrontException

    found = _held(response.backend, kind).get(response._get_param("Id"))
    if found is None:
        raise CloudFrontException(f"NoSuch{kind.of}", f"The specified {kind.noun.replace('_', ' ')} does not exist.")
    return found


def _answers(kind: Kind) -> dict[str, Callable[[Any], Any]]:
    """The five calls about one kind, by the names under which moto looks for them."""
    from moto.cloudfront.models import random_id
    from moto.core.responses import ActionResult, EmptyResult
    from moto.core.utils import utcnow

    def told(found: dict[str, Any]) -> Any:
        return ActionResult({kind.of: found, "ETag": found["ETag"]})

    def create(self: Any) -> Any:
        name = random_id()
        made = {
            "Id": name,
            "ETag": random_id(),
            "LastModifiedTime": utcnow(),
            "S3CanonicalUserId": random_id(uppercase=False, length=64),
            kind.config: self._get_param(kind.config),
        }
        _held(self.backend, kind)[name] = made
        return told(made)

    def get(self: Any) -> Any:
        return told(_found(self, kind))

    def update(self: Any) -> Any:
        found = _found(self, kind)
        found |= {kind.config: self._get_param(kind.config), "ETag": random_id(), "LastModifiedTime": utcnow()}
        return told(found)

    def delete(self: Any) -> Any:
        _held(self.backend, kind).pop(_found(self, kind)["Id"])
        return EmptyResult()

    def list_all(self: Any) -> Any:
        held = list(_held(self.backend, kind).values())
        items: list[Any] = [{**one, "Comment": one[kind.config].get("Comment", "")} for one in held]
        if kind.of == "CachePolicy":
            items = [{"Type": "custom", "CachePolicy": one} for one in items]
        told = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(items), "Items": items}
        return ActionResult({f"{kind.of}List": told})

    one, several = kind.noun, PLURALS[kind.noun]
    return {f"create_{one}": create, f"get_{one}": get, f"update_{one}": update, f"delete_{one}": delete,
            f"list_{several}": list_all}  # fmt: skip


def _update_function(self: Any) -> Any:
    from moto.cloudfront.models import random_id
    from moto.core.responses import ActionResult

    function = self.backend.describe_function(self._get_param("Name"))
    function.config, function.code = self._get_param("FunctionConfig"), self._get_param("FunctionCode")
    function.etag, function.stage, function.status = random_id(), "DEVELOPMENT", "UNPUBLISHED"
    return ActionResult({"FunctionSummary": function.function_summary, "ETag": function.etag})


def _publish_function(self: Any) -> Any:
    from moto.core.responses import ActionResult

    function = self.backend.describe_function(self._get_param("Name"))
    function.stage, function.status = "LIVE", "UNASSOCIATED"
    return ActionResult({"FunctionSummary": function.function_summary})
