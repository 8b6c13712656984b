"""What a reader has tried and solved, kept between sessions in one file of the reader's own.

The names here are what the rest of the cookbook uses; `kept` is the file's form, `chain` what shows an edit, and
`keeping` where it is and how it is written. Not here: what several readers' files say together (`classroom`).
"""

from __future__ import annotations

from patterns.progress.keeping import PLACE, loaded, place, record, solved
from patterns.progress.kept import Attempt, Progress, UnreadableProgress, read
from patterns.progress.stopwatch import shown

__all__ = ["PLACE", "Attempt", "Progress", "UnreadableProgress", "loaded", "place", "read", "record", "shown", "solved"]
