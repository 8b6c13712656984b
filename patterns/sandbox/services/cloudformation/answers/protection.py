"""Stack policies and termination protection: what keeps a stack, or resources of it, from being changed."""

from __future__ import annotations
