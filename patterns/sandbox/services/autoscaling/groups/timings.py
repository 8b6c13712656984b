"""How long a group's steps take. AWS promises none of these times; they are what its users commonly see."""

from __future__ import annotations

LAUNCH_SECONDS = 45
"""From the request for an instance until it runs."""

END_SECONDS = 45
"""From the request to end an instance until it is gone."""

CHECK_SECONDS = 60
"""From an instance's failing until the group's health check of EC2 sees it."""

RETRY_SECONDS = 60
LONGEST_RETRY_SECONDS = 3600
"""Before a launch that failed is tried again, the first time and at most: each wait is twice the one before."""

DEFAULT_COOLDOWN_SECONDS = 300
"""https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html"""
