"""Renews patterns/template/schemas/: `python -m tools.schemas [AWS::Service::Type ...]`; without types, all in use.

A type is in use when a provider exists for it (patterns/sandbox/services/<service>/resources/<type>.py) or its file is
there already.
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Iterable

from patterns.sandbox import services
from patterns.template.schema import FOLDER, file_name, from_cfn_lint

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


def write(type_name: str, folder: pathlib.Path) -> pathlib.Path:
    """Write one type's data file and return its path; raises UnknownTypeError."""
    file = folder / file_name(type_name)
    file.write_text(json.dumps(from_cfn_lint(type_name), indent=1) + "\n", encoding="utf-8")
    return file


def main(types: list[str]) -> None:
    """Write the data files of these types, or of all in use."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    known = PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1")
    for name in types or sorted({*types_extracted(FOLDER), *types_with_provider(SERVICES, known)}):
        print(write(name, FOLDER).name)


if __name__ == "__main__":
    main(sys.argv[1:])
