"""Renews patterns/template/schemas/: `python -m tools.schemas [AWS::Service::Type ...]`; without types, all in use.

A type is in use when a provider exists for it (patterns/sandbox/services/<service>/resources/<type>.py) or its file is
there already.
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from cfnlint.rules.jsonschema.CfnLintJsonSchema import CfnLintJsonSchema

from patterns.analysis.lint import linter
from patterns.sandbox import services
from patterns.template.schema import FOLDER, file_name, from_cfn_lint

LARGEST_RULE = 40_000
"""In characters: what is longer are lists of what is on sale in each region, which date."""

NOT_TAKEN = {
    "E3601": "the definition of a state machine, which Step Functions reads",
    "E3688": "ports beside all protocols, which EC2 does not read; half a range it refuses itself",
    "E3690": "engines in any case and versions of this month, which RDS looks at",
    "E3691": "engines in any case and versions of this month, which RDS looks at",
    "E3677": "code in the template needs Python or Node.js: Lambda says so in its own words",
    "E3685": "functions from images are not made at all",
}
"""Rules of the linter's that somebody else enforces here, or that AWS does not have: why each is left out."""

SERVICES = pathlib.Path(__file__).parents[1] / "patterns" / "sandbox" / "services"


def types_with_provider(folder: pathlib.Path, known: Iterable[str]) -> list[str]:
    """Return the types whose provider module exists: `s3/resources/bucket_policy.py` stands for AWS::S3::BucketPolicy.

    `folder` holds services by the names that `services.names()` lists; the modules are not imported.
    """
    by_module = {tuple(name.lower().split("::")[1:]): name for name in known if name.startswith("AWS::")}
    called = {folder: names.cloudformation.lower() for folder, names in services.names().items()}
    files = folder.glob("[!_]*/resources/[!_]*.py")
    modules = ((called.get(file.parts[-3], ""), file.stem.replace("_", "")) for file in files)
    return sorted(by_module[module] for module in modules if module in by_module)


def types_extracted(folder: pathlib.Path) -> list[str]:
    """Return the types that have a data file."""
    return sorted(json.loads(file.read_text(encoding="utf-8"))["type"] for file in folder.glob("*.json"))


def conditional_rules(type_name: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return cfn-lint's errors about how the properties of a type go together: name, dotted path, node of each.

    Left out are rules that look at other resources, which the service judges, and `NOT_TAKEN`.
    """
    found = []
    for rule in sorted(linter("us-east-1").rules.values(), key=lambda one: one.id):
        if not rule.id.startswith("E3") or rule.id in NOT_TAKEN or not isinstance(rule, CfnLintJsonSchema):
            continue
        for keyword in rule.keywords:
            _, about, path = (*keyword.split("/", 2), "", "")[:3]
            node = rule.schema
            if about == type_name and isinstance(node, dict) and path.startswith("Properties") and _is_alone(node):
                found.append((rule.id, path.removeprefix("Properties").strip("/").replace("/", "."), node))
    return found


def _is_alone(node: Mapping[str, Any]) -> bool:
    return bool(node) and "cfnGather" not in node and len(json.dumps(node)) < LARGEST_RULE


def write(type_name: str, folder: pathlib.Path) -> pathlib.Path:
    """Write one type's data file and return its path; raises UnknownTypeError."""
    file = folder / file_name(type_name)
    file.write_text(
        json.dumps(from_cfn_lint(type_name, conditional_rules(type_name)), indent=1) + "\n", encoding="utf-8"
    )
    return file


def main(types: list[str]) -> None:
    """Write the data files of these types, or of all in use."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    known = PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1")
    for name in types or sorted({*types_extracted(FOLDER), *types_with_provider(SERVICES, known)}):
        print(write(name, FOLDER).name)


if __name__ == "__main__":
    main(sys.argv[1:])
