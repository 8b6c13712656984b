"""MultiAzService: a load balancer, a group of instances, a database and a cache, each in several zones of a network.

Not modelled: the application. Instances answer their health checks and nothing else; what they would need of database
and cache is written where an application finds it. Several Regions are no part of it either.
https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from troposphere import AWSObject, GetAtt, Sub

from patterns.parameters import Choice, Number, Switch, Text
from patterns.pattern import Parameter, Pattern
from patterns.recipes._service import Service
from patterns.recipes.three_tier_vpc import ThreeTierVpc
from patterns.scope import Exports, Scope

ENGINES = {"postgres": "PostgreSQL", "mysql": "MySQL"}


class MultiAzService(Pattern):
    """A service that goes on without one of its zones: enough instances are left, and database and cache fail over."""

    title: ClassVar[str] = "What is left of a service when a zone is lost?"
    pillar: ClassVar[str] = "Reliability"
    minutes: ClassVar[int] = 40
    path: ClassVar[str] = "Stay up"
    after: ClassVar[tuple[str, ...]] = ("three_tier_vpc",)

    zone_count: Annotated[
        int,
        Parameter(
            Number(
                label="Zones", group="Zones", unit="zones", minimum=2, maximum=3,
                help="Of two zones, one must carry everything alone; of three, two do, with fewer instances in all.",
            )
        ),
    ] = 3  # fmt: skip
    nat: Annotated[
        Literal["one", "per_zone", "regional"],
        Parameter(
            Choice(
                label="NAT gateways", group="Zones",
                options={
                    "one": "one for all zones",
                    "per_zone": "one in each zone",
                    "regional": "regional: follows the zones",
                },
                help="Each costs about $33 a month before traffic; with one, losing its zone cuts off the others too.",
            )
        ),
    ] = "per_zone"  # fmt: skip
    cross_zone: Annotated[
        bool,
        Parameter(
            Switch(
                label="Balance across zones", group="Zones",
                help="Every instance gets its share, free of charge; otherwise a zone keeps its trouble and load.",
            )
        ),
    ] = True  # fmt: skip
    capacity: Annotated[
        int,
        Parameter(
            Number(
                label="Instances", group="Instances", unit="instances", minimum=2, maximum=60,
                help="The fewest that run; each is paid by the hour, and those of a lost zone are missing at once.",
            )
        ),
    ] = 6  # fmt: skip
    cpu_target: Annotated[
        int,
        Parameter(
            Number(
                label="Load of an instance", group="Instances", unit="% of its processor", minimum=20, maximum=90,
                help="The rest is spare for a lost zone; above 66 with three zones, 50 with two, it is not enough.",
            )
        ),
    ] = 60  # fmt: skip
    instance_type: Annotated[
        Literal["t4g.small", "t4g.medium", "m7g.medium", "m7g.large"],
        Parameter(
            Choice(
                label="Instance type", group="Instances",
                options={
                    "t4g.small": "t4g.small: bursts, 2 GiB",
                    "t4g.medium": "t4g.medium: bursts, 4 GiB",
                    "m7g.medium": "m7g.medium: 4 GiB",
                    "m7g.large": "m7g.large: 8 GiB",
                },
                help="Burstable types are cheap until the load of a lost zone uses up their credits.",
            )
        ),
    ] = "m7g.medium"  # fmt: skip
    health_check: Annotated[
        Literal["ELB", "EC2"],
        Parameter(
            Choice(
                label="Replaced when", group="Instances",
                options={"ELB": "it does not answer", "EC2": "it does not run"},
                help="Checking its answers costs nothing more; checking only that it runs keeps a hung one for ever.",
            )
        ),
    ] = "ELB"  # fmt: skip
    engine: Annotated[
        Literal["postgres", "mysql"],
        Parameter(
            Choice(
                label="Engine", group="Data", options=ENGINES,
                help="Nearly the same price; another engine is another database, and the data must be moved.",
            )
        ),
    ] = "postgres"  # fmt: skip
    database_class: Annotated[
        Literal["db.t4g.small", "db.t4g.medium", "db.m7g.large"],
        Parameter(
            Choice(
                label="Database class", group="Data",
                options={
                    "db.t4g.small": "db.t4g.small: bursts, 2 GiB",
                    "db.t4g.medium": "db.t4g.medium: bursts, 4 GiB",
                    "db.m7g.large": "db.m7g.large: 8 GiB",
                },
                help="With a standby it is paid twice; a change is an outage as long as a failover.",
            )
        ),
    ] = "db.t4g.small"  # fmt: skip
    database_standby: Annotated[
        bool,
        Parameter(
            Switch(
                label="Database in two zones", group="Data",
                help="Doubles its price; without it, the database is away for as long as its zone is.",
            )
        ),
    ] = True  # fmt: skip
    cache_standby: Annotated[
        bool,
        Parameter(
            Switch(
                label="Cache in two zones", group="Data",
                help="A second node at the same price; without it, a lost zone may take the cache with it.",
            )
        ),
    ] = True  # fmt: skip
    tls: Annotated[
        bool,
        Parameter(
            Switch(
                label="HTTPS", group="Protection",
                help="The certificate is free; without it, anybody on the way can read and change what is sent.",
            )
        ),
    ] = True  # fmt: skip
    domain: Annotated[
        str,
        Parameter(
            Text(
                label="Domain", group="Protection", maximum=64, needs=(("tls", (True,)),),
                help="The certificate's domain: a deployment waits until a DNS record proves that it is yours.",
                pattern=r"[a-z0-9-]+(\.[a-z0-9-]+)+", shape="a domain name in small letters",
                examples=("shop.example.com", "www.example.org"),
            )
        ),
    ] = "shop.example.com"  # fmt: skip
    request_logs: Annotated[
        bool,
        Parameter(
            Switch(
                label="Request logs", group="Protection",
                help="Who asked for what, kept for a year for the price of storing it.",
            )
        ),
    ] = True  # fmt: skip
    deletion_protection: Annotated[
        bool,
        Parameter(
            Switch(
                label="Deletion protection", group="Protection",
                help="The database and the load balancer take two calls to delete, and so does their stack.",
            )
        ),
    ] = True  # fmt: skip
    alarm: Annotated[
        bool,
        Parameter(
            Switch(
                label="Alarm", group="Protection",
                help="Mails the owner when fewer instances answer than the load needs, for $0.10 a month.",
            )
        ),
    ] = True  # fmt: skip

    @property
    def needed(self) -> int:
        """How many instances, each at its most, carry the load that `capacity` of them carry at `cpu_target`."""
        return math.ceil(self.capacity * self.cpu_target / 100)

    @property
    def left_without_a_zone(self) -> int:
        """How many instances are left at least when one zone is lost, before any is replaced."""
        return self.capacity - math.ceil(self.capacity / self.zone_count)

    def build(self, scope: Scope, *, login: AWSObject | None = None, told: Mapping[str, Any] | None = None) -> Exports:
        """The network, and the service in it.

        An including recipe gives the secret that instances log in with, in place of the database's own, and what else
        they are told, by the name of the environment variable.
        """
        network = scope.include("Network", ThreeTierVpc(zone_count=self.zone_count, nat=self.nat))
        service = Service(scope, network, self, login=login, told=told or {})
        service.walls()
        service.data()
        service.balancer()
        service.instances()
        if self.alarm:
            service.alarm()
        balancer: AWSObject = service.made["balancer"]
        scope.output("Address", Sub(f"${{{balancer.title}.DNSName}}"), "Where the load balancer answers.")
        scope.output("DatabaseAddress", GetAtt(service.made["database"], "Endpoint.Address"), "Where the database is.")
        return Exports(**{f"network_{name}": made for name, made in network.items()}, **service.made)
