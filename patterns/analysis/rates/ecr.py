"""ECR: images kept, compressed.

Not modelled: pulls from elsewhere, enhanced scanning, the first 500 MB of a new account.
"""

from __future__ import annotations

from patterns.analysis.charges import Charge, Rate
from patterns.analysis.quantity import Quantity

QUANTITIES: dict[str, Quantity] = {
    "image_gb": Quantity(
        "Images", 10, "GB", "Compressed layers in each repository; images share those they have in common.", place=160
    ),
}

RATES: dict[str, Rate] = {
    "AWS::ECR::Repository": (Charge("images kept", "ecr.storage", lambda billed: billed.used("image_gb")),)
}
