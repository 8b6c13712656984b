"""ECR: images kept, compressed."""

from __future__ import annotations

from patterns.analysis.charges import Charge, Rate, Uncounted
from patterns.analysis.quantity import Quantity

QUANTITIES: dict[str, Quantity] = {
    "image_gb": Quantity(
        "Images", 10, "GB", "Compressed layers in each repository; images share those they have in common.", place=160
    ),
}

RATES: dict[str, Rate] = {
    "AWS::ECR::Repository": (
        Charge("images kept", "ecr.storage", lambda billed: billed.used("image_gb")),
        Uncounted("pulls from the internet or another region, enhanced scanning"),
    )
}
