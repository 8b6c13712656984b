"""Images that an account is told of, by an id from elsewhere. Not here: those that EC2 or a public parameter names."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.ec2.existing_network import PUBLIC_KEY
from patterns.sandbox.services.ec2.patches.images import add
from patterns.sandbox.services.ec2.public_images import X86, PublicImage
from patterns.sandbox.simulator.backends import backend

__all__ = ["PUBLIC_KEY", "know"]


def know(account: Account, image_id: str) -> None:
    """Let EC2 have an image of this id, of Linux on x86, if it has none."""
    add(backend("ec2", account.account_id, account.region), PublicImage(image_id, image_id, X86))
