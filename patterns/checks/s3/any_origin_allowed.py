"""A bucket whose CORS rules let every web page in."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        for number, rule in enumerate(entries(at(bucket.properties, "CorsConfiguration", "CorsRules"))):
            if "*" in each(at(rule, "AllowedOrigins")):
                yield bucket.logical_id, ("CorsConfiguration", "CorsRules", number, "AllowedOrigins")


RULE = Rule(
    id="S3-012",
    title="The script of any web page may use this bucket",
    why=(
        "CORS grants nothing by itself: policies still decide, and a page needs an object that is public or a signed "
        "URL. But with the origin * the browser hands the answer to any site's script, also what only the visitor's "
        "network may reach. Name the origins that need it."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.MEDIUM,
    places=_places,
)
