"""A function's code on disk, unpacked once for all its processes, with its layers. Not how it is loaded.

Layers: https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from patterns.sandbox.core.errors import SandboxError

MOST_UNPACKED_BYTES = 262_144_000
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 250 MB with all layers."""

TASK_ROOT = b"/var/task"
LAYER_ROOT = b"/opt"

# Layers that AWS publishes, and the packages that the sandbox brings in their place.
# https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/
PUBLISHED = {
    re.compile(r"^arn:aws[\w-]*:lambda:[\w-]+:017000801446:layer:AWSLambdaPowertoolsPythonV3-[\w-]+:\d+$"): (
        "aws_lambda_powertools",
        "fastjsonschema",
        "jmespath",
        "typing_extensions",
    ),
}


# As stack traces name them on the service.
_LIBRARIES = {
    sysconfig.get_path("purelib"): b"/var/runtime",
    sysconfig.get_path("stdlib"): b"/var/lang/lib/python",
}


class Package:
    """The folders of one function's code and layers, in `folder`; gone when it is closed."""

    def __init__(self, folder: Path, code: bytes, layers: Iterable[bytes] = (), layer_arns: Iterable[str] = ()) -> None:
        self._owner = os.getpid()
        self._root = root = Path(tempfile.mkdtemp(prefix="package-", dir=folder))
        self.task_root = root / "task"
        self._layer_root = root / "layer"
        unpack(code, self.task_root)
        for layer in layers:
            unpack(layer, self._layer_root)
        self.layers = [self._layer_root / "python"] if self._layer_root.exists() else []
        named = {str(self.task_root): TASK_ROOT, str(self._layer_root): LAYER_ROOT, **_LIBRARIES}
        self._named = [(here.encode(), there) for here, there in named.items()]
        self.provided = tuple(name for arn in layer_arns for name in _provided(arn))

    @property
    def places(self) -> list[tuple[str, str]]:
        """(folder, where the function sees it)."""
        folders = [(self.task_root, TASK_ROOT)] + [(self._layer_root, LAYER_ROOT) for _ in self.layers]
        return [(str(folder), place.decode()) for folder, place in folders]

    @property
    def names(self) -> frozenset[str]:
        """The top-level modules of the code and its layers."""
        folders = (folder for folder in (self.task_root, *self.layers) if folder.is_dir())
        return frozenset(entry.name.partition(".")[0] for folder in folders for entry in folder.iterdir())

    def as_deployed(self, text: bytes) -> bytes:
        """Return `text` with the folders called as on the service."""
        for here, there in self._named:
            text = text.replace(here, there)
        return text

    def close(self) -> None:
        """Remove the folders."""
        if self._owner == os.getpid():
            shutil.rmtree(self._root, ignore_errors=True)


def unpack(data: bytes, folder: Path) -> None:
    """Unpack a zip file. Raises `SandboxError` for one that is none, is too large, or would write outside."""
    folder.mkdir(exist_ok=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MOST_UNPACKED_BYTES:
                raise SandboxError(f"the code unpacks to {size:,} bytes; Lambda takes at most {MOST_UNPACKED_BYTES:,}")
            archive.extractall(folder)  # leaves out absolute names and ".."
    except zipfile.BadZipFile as error:
        raise SandboxError(f"the function's code is not a zip file: {error}") from None


def is_published(arn: str) -> bool:
    """Return whether the layer is one of AWS's own that the sandbox has.

    Raises `SandboxError` where it would have it, were the packages installed.
    """
    missing = [name for name in _provided(arn) if find_spec(name) is None]
    if missing:
        raise SandboxError(
            f"the layer {arn} stands for packages that are not installed here: {', '.join(missing)}; "
            "install aws-lambda-powertools[validation] beside the cookbook"
        )
    return bool(_provided(arn))


def _provided(arn: str) -> tuple[str, ...]:
    return next((names for pattern, names in PUBLISHED.items() if pattern.match(arn)), ())
