"""What the Makefile runs: environment, JupyterLab, notebooks and what is generated; not part of the distribution."""
