"""From a request to moto's answer: its own routing, remembered, because moto rebuilds it for every call."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from patterns.sandbox import services
from patterns.sandbox.core.errors import NotSimulated, OutsideSandbox, SandboxError

_AWS_HOST = re.compile(r"(^|\.)(amazonaws\.com(\.cn)?|api\.aws)$")
# botocore puts an account's number before the service where a request names it by an ARN; moto knows the plain hosts.
_SERVICE_HOST = re.compile(r"//(\d{12}\.)?(?P<service>[^./]+)\.")
_AFTER_SERVICE = r"(\.dualstack)?([.-][a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com(\.cn)?$"


class Answer(NamedTuple):
    """What goes back over the wire."""

    status: int
    headers: Mapping[str, str]
    body: str | bytes


class Route(NamedTuple):
    """Moto's name of a service (`awslambda`), and its function for one kind of path."""

    service: str
    function: Callable[[Any, str, Any], tuple[int, Mapping[str, str], str | bytes]]


def is_of_aws(host: str) -> bool:
    """Whether a host is one of AWS's."""
    return _AWS_HOST.search(host) is not None


def own(service: str) -> Route:
    """The route to a service that the sandbox answers for itself."""
    return Route(service, _nobody)


def _nobody(request: Any, url: str, headers: Any) -> tuple[int, Mapping[str, str], str | bytes]:
    raise NotSimulated(f"moto does not answer {request.path}: the sandbox does so itself")


def route(url: str) -> Route:
    """Return who answers for `url`.

    Raises `OutsideSandbox` for a host that is not AWS's, `NotSimulated` for a service moto does not have.
    """
    return _route(url.partition("?")[0])


@functools.lru_cache(maxsize=4096)
def _route(url: str) -> Route:
    host = urlsplit(url).hostname or ""
    if not _AWS_HOST.search(host):
        raise OutsideSandbox(f"{host or repr(url)} is outside the sandbox, which reaches only its own services")
    from moto.backend_index import backend_url_patterns
    from moto.core.utils import get_equivalent_url_in_aws_domain

    # A bucket may be called like a service: logs.s3.amazonaws.com is one.
    only = next((service for service, pattern in _with_names_in_host() if pattern.search(host)), None)
    clean = get_equivalent_url_in_aws_domain(url if only else _usual(url))[0].geturl()
    # Moto answers for a service that shares its host in the name of the other.
    shared = [(name, re.compile("")) for name in _by_path(url)]
    for service, pattern in [*shared, *backend_url_patterns]:
        if (only and service != only) or not pattern.match(clean):
            continue
        for path, function in _paths(service):
            if path.match(clean):
                return Route(service, function)
    raise NotSimulated(f"the sandbox has no service behind {host}")


def _usual(url: str) -> str:
    """The address under the service's usual host: boto3 has hosts of their own for accounts and for single calls."""
    match = _SERVICE_HOST.search(url)
    usual = _usual_hosts().get(match["service"]) if match else None
    return url if match is None or usual is None else url.replace(match[0], f"//{usual}.", 1)


@functools.cache
def _usual_hosts() -> Mapping[str, str]:
    return {host: usual for names in services.names().values() for host, usual in names.hosts.items()}


@functools.cache
def _with_names_in_host() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Moto's name of each service whose resources may begin its host, and what such a host ends in."""
    found = (names.moto for names in services.names().values() if names.names_in_host)
    return tuple((name, re.compile(rf"(^|\.){name}{_AFTER_SERVICE}")) for name in found)


def _by_path(url: str) -> list[str]:
    """Moto's name of the service that has such paths to itself on a host that it shares."""
    host, path = urlsplit(url).netloc.partition(".")[0], urlsplit(url).path
    return [name for name, (shared, begins) in _paths_on_shared_hosts() if host == shared and path.startswith(begins)]


@functools.cache
def _paths_on_shared_hosts() -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple((names.moto, names.at_path) for names in services.names().values() if names.at_path[0])


@functools.cache
def _paths(service: str) -> list[tuple[re.Pattern[str], Any]]:
    from moto.backends import get_backend
    from moto.core.base_backend import BackendDict

    try:
        backends = get_backend(service)
    except ImportError as error:
        raise NotSimulated(
            f"moto's {service} needs {error.name}, which is not installed: the sandbox does without it"
        ) from error
    if not isinstance(backends, BackendDict):
        return []  # moto's own interface, or the metadata of a machine: no service of the account
    backend_class = backends.backend
    # `urls` reads nothing of the instance; making one could build a whole default network.
    urls = backend_class.urls.fget(object.__new__(backend_class))
    return [(re.compile(url), function) for url, function in urls.items()]


def answer(route: Route, request: Any) -> Answer:
    """Return moto's answer to `request`, a `moto.core.request.Request`.

    Raises `NotSimulated`, with moto's own exception as its cause, when the simulation itself breaks.
    """
    from moto.core.exceptions import HTTPException

    try:
        return Answer(*route.function(request, request.raw_url, request.headers))
    except HTTPException as error:
        return Answer(error.code, dict(error.get_headers()), error.get_body())
    except SandboxError:
        raise
    except Exception as error:
        what = f"{request.method} {request.path}"
        raise NotSimulated(f"the sandbox does not simulate {what} of {route.service} as it was asked for") from error


def normalized(request: Any) -> Any:
    """Return a botocore or `requests` prepared request as the one type moto's code acts on."""
    from moto.core.request import Request

    return Request.from_primitives(request.method, request.url, request.headers, request.body)
