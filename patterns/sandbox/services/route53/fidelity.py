"""What Amazon Route 53 does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A batch of changes to records comes about as a whole or not at all: no record twice, none outside its zone, "
        "no CNAME beside others of its name or at the top of a zone, none deleted that is not there.",
        FAITHFUL,
        "/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
        """
        route53 = aws.client("route53")
        zone = route53.create_hosted_zone(Name="shop.example", CallerReference="1")["HostedZone"]["Id"]
        record = {"Name": "www.shop.example", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
        attempt(route53.change_resource_record_sets, HostedZoneId=zone, ChangeBatch=batch).message
        """,
        modules=("record_checks",),
    ),
    Behaviour(
        "A zone that holds records other than its own is not deleted.",
        FAITHFUL,
        "/Route53/latest/APIReference/API_DeleteHostedZone.html",
        """
        route53 = aws.client("route53")
        zone = route53.create_hosted_zone(Name="shop.example", CallerReference="1")["HostedZone"]["Id"]
        record = {"Name": "www.shop.example", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
        attempt(route53.delete_hosted_zone, Id=zone).code
        """,
    ),
)

LIMITS = (
    Limit(
        "Names are kept and never resolved: no query is answered, by weight, by place or by health.",
        """
        route53 = aws.client("route53")
        zone = route53.create_hosted_zone(Name="shop.example", CallerReference="1")["HostedZone"]["Id"]
        answer = {"HostedZoneId": zone, "RecordName": "shop.example", "RecordType": "NS"}
        attempt(route53.test_dns_answer, **answer).code
        """,
    ),
    Limit(
        "A health check asks no endpoint, and always finds it healthy.",
        """
        route53 = aws.client("route53")
        nobody = {"Type": "HTTP", "FullyQualifiedDomainName": "nobody.example", "Port": 80}
        check = route53.create_health_check(CallerReference="1", HealthCheckConfig=nobody)["HealthCheck"]["Id"]
        found = route53.get_health_check_status(HealthCheckId=check)["HealthCheckObservations"]
        found[0]["StatusReport"]["Status"].partition(":")[0]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::Route53::HealthCheck": Refused(
        made="kinds, addresses, intervals and texts that do not go together",
        page="/Route53/latest/APIReference/API_CreateHealthCheck.html",
        not_made="addresses that Route 53 does not ask, paths and ports that do not go with a kind, alarms not there",
    ),
    "AWS::Route53::HostedZone": Refused(
        made="characters that no name has, the last network of a private zone; a deletion while it holds records",
        page="/Route53/latest/APIReference/API_CreateHostedZone.html",
        not_made="networks that are not there or have a zone of that name",
    ),
    "AWS::Route53::RecordSet": Refused(
        made=(
            "a zone that is not there, records that are there, outside the zone, or in conflict with an alias; alias "
            "targets that are not in the same zone"
        ),
        page="/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
        not_made="values that do not go with the type, targets outside the zone, health checks that are not there",
    ),
    "AWS::Route53::RecordSetGroup": Refused(
        made="what is refused of one of its records: then none of them is made",
        page="/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
        not_made="a thousand records in a batch",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
