"""What ACM refuses of the names in a request for a certificate.

https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html, which gives the pattern of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

DOMAIN = re.compile(r"(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])")
FIRST_NAME = 64
"""How long the first name of a certificate may be."""


def names(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the names of a certificate."""
    first = asked["DomainName"]
    for number, name in enumerate([first, *(asked.get("SubjectAlternativeNames") or ())]):
        if DOMAIN.fullmatch(name):
            continue
        place = f"subjectAlternativeNames.{number}.member" if number else "domainName"
        said = f"Member must satisfy regular expression pattern: {DOMAIN.pattern}"
        yield "ValidationException", _broken(name, place, said)
    if len(first) > FIRST_NAME:
        yield "InvalidDomainValidationOptionsException", f"The first domain name can be no longer than {FIRST_NAME}."


def _broken(value: str, place: str, said: str) -> str:
    return f"1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: {said}"


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::CertificateManager::Certificate": (names,)}
