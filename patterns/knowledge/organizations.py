"""AWS Organizations."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("Organizations", Family.OTHER, of_the_account=True)

TYPES: Mapping[str, About] = {
    "AWS::Organizations::Account": About(noun="account", family=Family.OTHER),
    "AWS::Organizations::Organization": About(noun="organization", family=Family.OTHER),
    "AWS::Organizations::OrganizationalUnit": About(noun="organizational unit", family=Family.OTHER),
    "AWS::Organizations::Policy": About(noun="organization policy", family=Family.OTHER),
    "AWS::Organizations::ResourcePolicy": About(noun="delegation policy", family=Family.OTHER),
}
