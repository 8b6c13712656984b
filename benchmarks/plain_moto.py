"""The alternative's environment: moto with its own CloudFormation beside a Jupyter kernel, nothing of this project.

Made once under `.bench/`, with the exact versions of moto-cloudformation.txt, and anew when that file changes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measure import ROOT
from patterns.pattern import Pattern
from tools.environment import uv_environment

FOLDER = ROOT / ".bench" / "moto-cloudformation"
VERSIONS = Path(__file__).with_name("moto-cloudformation.txt")

IMPORTS = "import boto3\nfrom moto import mock_aws"
START = """
mock = mock_aws()
mock.start()
cloudformation = boto3.client("cloudformation", region_name="us-east-1")
"""


def python() -> Path:
    """The environment's Python, made first if need be. Raises `subprocess.CalledProcessError` where it cannot be."""
    there, made_of = FOLDER / "bin" / "python", FOLDER / "made-of.txt"
    wanted = f"{sys.version}\n{VERSIONS.read_text(encoding='utf-8')}"
    if not made_of.is_file() or made_of.read_text(encoding="utf-8") != wanted:
        venv = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(FOLDER)]
        subprocess.run(venv, check=True)
        install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
        which = ["--requirements", str(VERSIONS), "--python", str(there)]
        subprocess.run([*install, *which], check=True, env=uv_environment(Path(sys.executable)))
        made_of.write_text(wanted, encoding="utf-8")
    return there


def creation(pattern: Pattern) -> str:
    """The definition of `create(name)`, which makes a stack of the pattern's template by moto's own CloudFormation."""
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in pattern.deploy_parameters.items()]
    return (
        "def create(name):\n"
        f"    cloudformation.create_stack(StackName=name, TemplateBody={pattern.to_json()!r}, Parameters={given!r})\n"
    )
