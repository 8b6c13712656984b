"""The transform AWS::Serverless: AWS's own translator, without a network and without a session.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-serverless.html
Imported when a template asks for it: the translator imports boto3, which takes a second.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .errors import Path, TemplateError
from .source import Document
from .transforms import SERVERLESS, transforms
from .values import Unknown


@dataclass(frozen=True)
class _Session:
    """What the translator asks of a session of boto3's."""

    region_name: str


def expanded(document: Document, parameters: Mapping[str, Any], region: str) -> Document:
    """Return the document with plain resources instead of serverless ones, which know where they come from.

    `parameters` are the values of the template's parameters, as far as they are known. Raises TemplateError with all
    that the translator finds wrong.
    """
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.arn_generator import ArnGenerator
    from samtranslator.translator.translator import Translator

    # It tells of metrics that nobody asked for.
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    known = {name: value for name, value in parameters.items() if not isinstance(value, Unknown)}
    ArnGenerator.BOTO_SESSION_REGION_NAME = region
    translator = Translator(None, Parser(), boto_session=_Session(region))
    try:
        body = translator.translate(copy.deepcopy(document.body), known, get_managed_policy_map=dict)
    except InvalidDocumentException as error:
        raise _refusal(document, error) from None
    rest = [name for name in transforms(document.body) if name != SERVERLESS]
    body = {name: section for name, section in body.items() if name not in ("Transform", "Globals")}
    if rest:
        body["Transform"] = rest
    return replace(document, body=body, origins={**document.origins, **_origins(document.body, body)})


def _refusal(document: Document, error: Any) -> TemplateError:
    """CloudFormation's message, at the first resource that it is about."""
    message = f"Transform {SERVERLESS} failed with: {error.message} {' '.join(each.message for each in error.causes)}"
    named = [getattr(each, "_logical_id", None) for each in error.causes]
    places = (("Resources", name) for name in named if isinstance(name, str) and name in document.body["Resources"])
    path: Path = next(places, ("Transform",))
    return TemplateError(message.strip(), path=path)


def _origins(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[Path, Path]:
    """Where each resource that was made comes from: the one whose name it begins with, the longest of them."""
    written = sorted(before["Resources"], key=len, reverse=True)
    made = (name for name in after["Resources"] if name not in before["Resources"])
    origins = {name: next((each for each in written if name.startswith(each)), "") for name in made}
    return {("Resources", name): _place(origin) for name, origin in origins.items()}


def _place(origin: str) -> Path:
    return ("Resources", origin) if origin else ("Transform",)
