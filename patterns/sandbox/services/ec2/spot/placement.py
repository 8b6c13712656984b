"""How likely a place is to give so much Spot capacity, from 1 to 10. Pure: room in, a score out.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-sps-works.html
How AWS makes up a score it does not say. Here half of the scale is room for as much as is asked, of which a part is
left alone as it is when instances are warned (`market.SAFE`), and the whole of it room for twice as much.
"""

from __future__ import annotations

from patterns.sandbox.services.ec2.spot.market import SAFE

LEAST, MOST = 1, 10

FEW_TYPES, LOW = 3, 3
"""With fewer different types the score "will always be low"; what low is AWS does not say: no more than three here."""


def score(capacity: float, target: float, types: int) -> int:
    """The score of a place whose pools have room for `capacity`, for a request of `target` from so many types."""
    covered = SAFE * capacity / target
    found = max(LEAST, min(MOST, int(MOST / 2 * covered)))
    return found if types >= FEW_TYPES else min(found, LOW)
