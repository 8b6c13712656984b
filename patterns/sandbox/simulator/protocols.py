"""What a request asks for, and how its service says no: moto's routers, parsers and serializers, used from outside."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from patterns.sandbox import services
from patterns.sandbox.core.names import Names
from patterns.sandbox.simulator import time_and_chance
from patterns.sandbox.simulator.routing import Answer

_CREDENTIAL = re.compile(r"(?:Credential=|^)(?P<key>[^/,\s]+)/\d{8}/(?P<region>[^/]+)/")
_SIGNATURE_V2 = re.compile(r"^AWS (?P<key>[^:]+):")
_HOST_REGION = re.compile(r"[.-](?P<region>[a-z]{2}(?:-[a-z]+)+-\d+)\.")

# Services answer a denial with 403, but those of the plain JSON protocol with 400.
_DENIALS = frozenset({"AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"})

_CONTROL_CHARACTER = re.compile(rb"%(?:0[0-8BCEF]|1[0-9A-F])", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """What a normalized request asks for; `operation` is None if no model has it."""

    service: str
    operation: str | None
    request: Any = field(repr=False)
    _model: Any = field(default=None, repr=False)
    _path_params: dict[str, Any] = field(default_factory=dict, repr=False)

    @functools.cached_property
    def params(self) -> dict[str, Any]:
        """The parameters as boto3 takes them, without streaming bodies; parsed when first asked for."""
        from moto.core.parse import PROTOCOL_PARSERS
        from moto.core.request import determine_request_protocol

        if self.operation is None:
            return {}
        request, model = self.request, self._model
        protocol = determine_request_protocol(model.service_model, request.content_type)
        streaming = model.has_streaming_input
        parsed = PROTOCOL_PARSERS[protocol](model).parse(
            {
                "method": request.method,
                "values": request.args if streaming else request.values,
                "headers": request.headers,
                "body": b"" if streaming else request.data,
                "url_path": request.path,
                "url_params": self._path_params,
            }
        )
        if streaming:
            parsed.pop(model.input_shape.serialization["payload"], None)
        return dict(parsed)

    @property
    def protocol(self) -> str:
        """How the service is spoken to: "ec2", "json", "query", "rest-json", "rest-xml"."""
        from moto.core.request import determine_request_protocol
        from moto.core.utils import get_service_model

        return str(determine_request_protocol(get_service_model(self.service), self.request.content_type))

    def errors(self) -> list[str]:
        """The codes of the errors that the service's model lists for the operation."""
        return [str(shape.error_code) for shape in self._model.error_shapes] if self._model else []

    def answer(self, result: Any) -> Answer:
        """Return what boto3 is to give for the operation, in the service's protocol."""
        from moto.core.serialize import SerializationContext, get_serializer_class
        from moto.utilities.aws_headers import gen_amzn_requestid_long

        headers: dict[str, str] = {}
        context = SerializationContext(gen_amzn_requestid_long(headers))
        make = get_serializer_class(self.service, self.protocol)
        serialized = make(operation_model=self._model, context=context).serialize(result)
        return Answer(serialized["status_code"], {**serialized["headers"], **headers}, serialized["body"])

    def refusal(self, code: str, message: str, status: int | None) -> Answer:
        """Return the error in the service's protocol; an answer to HEAD has no body."""
        from moto.core.model import OperationModel
        from moto.core.serialize import get_serializer_class
        from moto.core.utils import get_service_model
        from moto.utilities.aws_headers import gen_amzn_requestid_long

        service_model, protocol = get_service_model(self.service), self.protocol
        model = self._model or OperationModel({}, service_model)
        error = _refusal()(code, message)
        serialized = get_serializer_class(self.service, protocol)(operation_model=model).serialize(error)
        headers = dict(serialized["headers"])
        gen_amzn_requestid_long(headers)
        if status is None:
            denied = code in _DENIALS and protocol != "json"
            status = 403 if denied else serialized["status_code"]
        return Answer(status, headers, "" if self.request.method == "HEAD" else serialized["body"])


def has_unreadable_text(request: Any) -> bool:
    """Whether a form has control characters in it: no answer in XML could repeat them, now or in a later listing."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return False
    return _CONTROL_CHARACTER.search(request.get_data()) is not None


@functools.cache
def _refusal() -> Any:
    from moto.core.exceptions import ServiceException

    class Refusal(ServiceException):  # type: ignore[misc]
        """Ours: for an exception of its own modules moto would load the model of that module's service."""

    return Refusal


def read(request: Any, moto_service: str) -> Asked:
    """Return what `request`, normalized, asks of the service."""
    from moto.core.routing import NotFound, get_service_router

    service = boto3_name(moto_service, request)
    try:
        model, path_params = get_service_router(service).match(request)
    except NotFound:
        return Asked(service, None, request)
    return Asked(service, model.name, request, model, path_params)


def boto3_name(moto_service: str, request: Any) -> str:
    """Return the name `boto3.client()` takes, for moto's name of the service."""
    successor = _successors().get(moto_service)
    if successor is not None:
        is_newer = f"Version={successor.version}".encode() in request.get_data()
        return successor.boto3 if is_newer else successor.predecessor
    return _boto3_names().get(moto_service, moto_service)


@functools.cache
def _boto3_names() -> dict[str, str]:
    names = time_and_chance.shared_session().get_available_services()
    ours = {name: its.boto3 for its in services.names().values() for name in (its.moto, *its.aliases)}
    return {name.replace("-", ""): name for name in names} | ours


@functools.cache
def _successors() -> dict[str, Names]:
    """Services that share the host of an older one, by moto's names of both."""
    newer = [its for its in services.names().values() if its.predecessor]
    return {name: its for its in newer for name in (its.moto, its.predecessor)}


def access_key(request: Any) -> str | None:
    """Return the access key a request was signed with, as `credential` does."""
    header = request.headers.get("Authorization", "")
    scope = _CREDENTIAL.search(header)
    return scope["key"] if scope else credential(request, "")[0]


def credential(request: Any, default_region: str) -> tuple[str | None, str]:
    """Return (access key, region) a request was signed with; the key is None if it is anonymous."""
    header = request.headers.get("Authorization", "")
    query = parse_qs(urlsplit(request.url).query) if "?" in request.url else {}
    scope = _CREDENTIAL.search(header) or _CREDENTIAL.search(query.get("X-Amz-Credential", [""])[0])
    if scope:
        return scope["key"], scope["region"]
    host = _HOST_REGION.search(urlsplit(request.url).netloc)
    region = host["region"] if host else default_region
    older = _SIGNATURE_V2.match(header)
    key = older["key"] if older else query.get("AWSAccessKeyId", [None])[0]
    return key or _signed_form(request), region


def _signed_form(request: Any) -> str | None:
    """The access key of a form that a browser sends to S3; None for any other request."""
    if request.method != "POST" or not str(request.content_type or "").startswith("multipart/form-data"):
        return None
    scope = _CREDENTIAL.search(request.form.get("x-amz-credential", ""))
    return scope["key"] if scope else request.form.get("AWSAccessKeyId")
