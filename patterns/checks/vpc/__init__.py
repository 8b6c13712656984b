"""Networks: subnets, routes, gateways and network ACLs."""

PREFIX = "VPC"
