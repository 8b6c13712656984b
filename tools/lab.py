"""Starts JupyterLab on the cookbook: on loopback, with a token, in a Jupyter folder of its own, asking no one outside.

The user's own Jupyter settings, kernels and trusted notebooks are neither read nor changed.
"""

from __future__ import annotations

import os
import secrets
import sys
import webbrowser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat.sign import NotebookNotary

ROOT = Path(__file__).resolve().parents[1]
FIRST_PAGE = "notebooks/00_start_here.ipynb"

# No news, no look for a newer version, no list of extensions: each would be a request to an outside address.
QUIET = (
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--Application.log_level=WARN",
    # Without it each kernel warns that other users of the machine might listen.
    "--KernelManager.transport_encryption=auto",
    # Containers and CI run as root; the server listens on loopback only.
    "--ip=127.0.0.1",
    "--allow-root",
)


def main() -> None:
    """Trust the repository's notebooks and serve them; further arguments go to JupyterLab."""
    home = ROOT / ".jupyter"
    os.environ.update(directories(home))
    from jupyterlab.labapp import LabApp

    trust((ROOT / "notebooks").glob("*.ipynb"), home=home)
    os.environ.setdefault("JUPYTER_TOKEN", secrets.token_hex(24))
    browser = has_browser()
    arguments = [*QUIET, f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}"]
    server = LabApp.initialize_server([*arguments, f"--ServerApp.open_browser={browser}", *sys.argv[1:]])
    address = f"{server.connection_url}lab/tree/{FIRST_PAGE}?token={server.identity_provider.token}"
    how = "Your browser opens it now." if browser else "No browser was found here: open this address in one."
    # The server binds its port in the loop's first turn; an address printed before that would be refused.
    server.io_loop.add_callback(print, f"\nJupyterLab: {address}\n{how} Ctrl+C stops it.\n", flush=True)
    server.start()


def directories(home: Path) -> dict[str, str]:
    """Return the variables that keep all that Jupyter and IPython read and write in `home`.

    Only `labconfig/` of this repository is read beside it.
    """
    return {
        "JUPYTER_CONFIG_DIR": f"{home}/config",
        "JUPYTER_CONFIG_PATH": str(ROOT),
        "JUPYTER_DATA_DIR": f"{home}/data",
        "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
        "JUPYTERLAB_SETTINGS_DIR": f"{home}/settings",
        "JUPYTERLAB_WORKSPACES_DIR": f"{home}/workspaces",
        "JUPYTER_PLATFORM_DIRS": "1",
        "IPYTHONDIR": f"{home}/ipython",
    }


def trust(notebooks: Iterable[Path], *, home: Path) -> None:
    """Sign the notebooks as they are now, so that a JupyterLab in `home` shows all their outputs before a cell has run.

    Follows `jupyter trust`; a notebook changed outside JupyterLab needs a new signature.
    """
    import nbformat

    with notary(home) as signatures:
        for path in notebooks:
            signatures.sign(nbformat.read(path, as_version=4))


@contextmanager
def notary(home: Path) -> Iterator[NotebookNotary]:
    """Yield the keeper of the signatures that a JupyterLab in `home` goes by."""
    from nbformat.sign import NotebookNotary

    data = Path(directories(home)["JUPYTER_DATA_DIR"])
    data.mkdir(parents=True, exist_ok=True)
    signatures = NotebookNotary(data_dir=str(data))
    try:
        yield signatures
    finally:
        signatures.store.close()


def has_browser() -> bool:
    """Return whether a browser with windows can be opened from here; over SSH or in a container there is none."""
    windows = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    try:
        return windows and webbrowser.get() is not None
    except webbrowser.Error:
        return False


if __name__ == "__main__":
    main()
