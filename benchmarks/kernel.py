"""A fresh Jupyter kernel of any Python, and how long its cells take as a reader waits for them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from traitlets.config import Config

from benchmarks.measure import ROOT

CELL_TIMEOUT_SECONDS = 120


class CellFailed(RuntimeError):
    """A measured cell raised; the message is its error."""


@contextmanager
def kernel(python: str | Path) -> Iterator[Callable[[str], float]]:
    """Yield a function that runs a cell in a new kernel of `python` and returns its seconds; the kernel then ends."""
    with TemporaryDirectory() as folder:
        spec = Path(folder, "kernels", "measured", "kernel.json")
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps(_spec(python)))
        manager = KernelManager(
            kernel_name="measured",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(spec.parents[1])]),
            # Without it each kernel warns that other users of the machine might listen.
            config=Config(KernelManager={"transport_encryption": "auto"}),
        )
        manager.start_kernel(cwd=str(ROOT), env={**os.environ, "IPYTHONDIR": folder})
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=CELL_TIMEOUT_SECONDS)
            yield lambda code: _seconds(client, code)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
            manager.cleanup_resources()


def _spec(python: str | Path) -> dict[str, object]:
    return {
        "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "measured",
        "language": "python",
        "metadata": {"supported_encryption": ["curve"]},
    }


def _seconds(client: Any, code: str) -> float:
    started = time.perf_counter()
    reply = client.execute_interactive(code, timeout=CELL_TIMEOUT_SECONDS, output_hook=lambda message: None)
    seconds = time.perf_counter() - started
    content = reply["content"]
    if content["status"] != "ok":
        raise CellFailed(f"{content.get('ename')}: {content.get('evalue')}")
    return seconds
