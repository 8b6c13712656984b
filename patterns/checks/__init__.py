"""One rule per module: its facts, and where a template breaks it. Found by `patterns.catalogue`."""
