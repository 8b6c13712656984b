"""What the fence does with calls for AWS: it leads them to the account that lives, or to the last, which says it ended.

Raised with the first account, and down with the rest of the fence. Not here: how each library is led there.
"""

from __future__ import annotations

from patterns.sandbox.core.errors import SandboxEnded
from patterns.sandbox.fence import clients, credentials, web
from patterns.sandbox.fence.answering import Answering
from patterns.sandbox.fence.environment import set_region
from patterns.sandbox.fence.holding import FENCE
from patterns.sandbox.fence.patching import Patches


class _Signpost:
    """Where calls go now; None while no library is led anywhere."""

    def __init__(self) -> None:
        self.answering: Answering | None = None

    def __call__(self) -> Answering:
        if self.answering is None:  # the fence came down in another thread, while this call was on its way
            raise SandboxEnded("the sandbox ended during this call")
        return self.answering

    def forget(self) -> None:
        self.answering = None


_SIGNPOST = _Signpost()


def lead(answering: Answering, region: str) -> None:
    """Lead every request of the process to an account, while the fence, which somebody holds, is up.

    Clients made from now on stay bound to that account for ever; those made before the fence was raised are refused,
    because they may carry real credentials.
    """
    is_first = _SIGNPOST.answering is None
    _SIGNPOST.answering = answering
    set_region(region)
    if is_first:
        FENCE.extend(_SIGNPOST.forget)
        with Patches() as patches:
            for library in (clients, credentials, web):
                library.replace(patches, _SIGNPOST)
        FENCE.extend(patches.lift)
    clients.forget_default_session()
