"""Tags, on whatever carries them."""

PREFIX = "TAG"
