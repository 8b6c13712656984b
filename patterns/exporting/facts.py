"""What an export says of a template: looked at, priced, judged, and deployed once in an account of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from patterns.analysis.cost import Estimate, cost
from patterns.analysis.diagram import diagram
from patterns.findings import Finding
from patterns.review import check
from patterns.sandbox.account import Sandbox
from patterns.sandbox.apart import apart
from patterns.sandbox.core.errors import SandboxError
from patterns.template.errors import TemplateError
from patterns.template.packages import Package
from patterns.template.parameters import given_values, validated
from patterns.template.resolve import Resolved, resolve
from patterns.template.source import Document, load

SEED = 1
"""Of the account in which an export is proven: two exports of one template say the same."""


@dataclass(frozen=True)
class Proof:
    """What one deployment showed: types by logical id, names of outputs, and paths that the services did not report.

    `refusal` says why there is no stack; then the rest is empty. `stays` says why it could not be deleted again.
    """

    resources: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    unproven: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refusal: str = ""
    stays: str = ""


@dataclass(frozen=True)
class Facts:
    """One template with what was found out about it; `folder` holds an app of the CDK, None for any other template."""

    source: Any
    document: Document
    proof: Proof
    folder: Path | None = None

    @property
    def is_app(self) -> bool:
        """Whether it is exported as the folder that `cdk synth` wrote."""
        return self.folder is not None

    @property
    def name(self) -> str:
        """What the stack is called."""
        return self.document.name

    @property
    def template(self) -> str:
        """Where the template is in the folder: what the tests and the command deploy."""
        return "cdk.out" if self.is_app else "template.yaml"

    @cached_property
    def resolved(self) -> Resolved:
        """The template as it would be deployed, as far as that is known without an account."""
        return resolve(self.document)

    @property
    def packages(self) -> tuple[Package, ...]:
        """The local files that the template names."""
        return () if self.is_app else self.resolved.packages

    @cached_property
    def findings(self) -> list[Finding]:
        """What is wrong with it, worst first."""
        return check(self.source if hasattr(self.source, "with_") else self.document)

    @cached_property
    def estimate(self) -> Estimate:
        """Its bill for a month."""
        return cost(self.document)

    @cached_property
    def picture(self) -> str:
        """Its picture as SVG."""
        return diagram(self.document).svg


def gathered(source: Any, parameters: Mapping[str, Any] | None) -> Facts:
    """The facts of a source with these values. Raises `TemplateError`, also for a value that is missing or wrong."""
    loaded = load(source)
    document = replace(loaded, parameters={**loaded.parameters, **given_values(parameters)})
    is_app = document.assembly is not None or bool(document.parts)
    if not is_app:
        validated(document, document.parameters)
    proof = apart(lambda aws: _proven(aws, document), seed=SEED)
    return Facts(source, document, proof, _app_folder(source) if is_app else None)


def _app_folder(source: Any) -> Path:
    place = Path(source)
    return place if place.is_dir() else place.parent


def _proven(aws: Sandbox, document: Document) -> Proof:
    try:
        stack = aws.deploy(document)
    except (SandboxError, TemplateError) as refusal:
        return Proof(refusal=str(refusal))
    unproven = {name: stack[name].unsimulated for name in stack if stack[name].unsimulated}
    proof = Proof({name: stack[name].type for name in stack}, tuple(stack.outputs), unproven)
    try:
        stack.delete()
    except SandboxError as refusal:
        return replace(proof, stays=str(refusal))
    return proof
