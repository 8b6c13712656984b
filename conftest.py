"""Tests and compared notebooks know nothing of what the person who runs them has solved."""

import os

from patterns.progress import PLACE

os.environ[PLACE] = ""
