"""What AWS refuses in a template, as findings, by the rules that a deployment goes by. Not here: what the linter says.

CFN-001 is what CloudFormation finds in the properties of a resource, CFN-002 what its service does, CFN-003 is a macro
that was not run, so that nobody knows what it makes.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.findings import ACCEPTED, Finding, Pillar, Severity
from patterns.refusals import refusals
from patterns.refusals._beside import refused_beside
from patterns.template.dynamic import unsettled
from patterns.template.errors import Path, UnknownTypeError
from patterns.template.properties import at
from patterns.template.resolve import Resolved, Resource
from patterns.template.schema import problems

SCHEMA, SERVICE, MACRO = "CFN-001", "CFN-002", "CFN-003"
PAGE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html"
MACROS = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html"
WHY = {
    SCHEMA: "CloudFormation refuses a resource whose properties do not fit their schema, before it makes anything.",
    MACRO: "What a macro makes only a deployment shows: what it adds or changes is in no finding, picture or bill.",
    SERVICE: "The service refuses to make the resource as it is declared: the stack fails, and is rolled back.",
}


def refused(resolved: Resolved) -> Iterator[Finding]:
    """What a deployment of the template is refused for: of each resource the first thing its schema does not allow.

    Where the schema has nothing against it, the first thing that the service does not take: of the resource by itself,
    or beside the others of the template.
    """
    sound: set[str] = set()
    right: set[str] = set()
    for resource in resolved.resources.values():
        properties = unsettled(resource.properties)
        try:
            wrong = problems(resource.type, properties)
        except UnknownTypeError:
            continue
        for path, message in wrong[:1]:
            yield _finding(SCHEMA, message, resource, path, resolved)
        if not wrong:
            sound.add(resource.logical_id)
            told = list(refusals(resource.type, properties))
            for _, message in told[:1]:
                yield _finding(SERVICE, message, resource, (), resolved)
            if not told:
                right.add(resource.logical_id)
    for name, (_, message) in refused_beside(resolved, sound):
        if name in right:
            right.discard(name)
            yield _finding(SERVICE, message, resolved.resources[name], (), resolved)


def unexpanded(resolved: Resolved) -> Iterator[Finding]:
    """The macros of a template that were not run."""
    for macro in resolved.unexpanded:
        in_resource = len(macro.path) > 1 and macro.path[0] == "Resources"
        yield Finding(
            id=MACRO,
            title=f"Macro {macro.name} was not run",
            why=WHY[MACRO],
            severity=Severity.INFO,
            pillar=Pillar.CORRECTNESS,
            resource=str(macro.path[1]) if in_resource else "",
            path=macro.path,
            source=MACROS,
            line=resolved.document.line(macro.path),
        )


def _finding(id_: str, message: str, resource: Resource, inside: Path, resolved: Resolved) -> Finding:
    path = (*resource.path, "Properties", *inside)
    accepted = at(resource.metadata, ACCEPTED, id_)
    written = resolved.document.written_as(resource.logical_id)
    return Finding(
        id=id_,
        title=message,
        why=WHY[id_],
        severity=Severity.HIGH,
        pillar=Pillar.CORRECTNESS,
        resource=written,
        made="" if written == resource.logical_id else resource.logical_id,
        path=path,
        source=PAGE,
        line=resolved.document.line(path),
        file=resolved.document.file(path),
        accepted=accepted if isinstance(accepted, str) else None,
    )
