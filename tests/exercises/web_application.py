"""Answers to the exercises of the page of the whole."""

from patterns import WebApplication
from patterns.catalogue import exercise

START = exercise("a_login_for_one_role").start
NAMED = START.replace("!Sub 'arn:aws:iam::${AWS::AccountId}:role/App'", "!GetAtt App.Arn")
RIGHTS = START.replace("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")

RIGHT = {
    "what_stops_without_the_key": ["Uploads", "Jobs"],
    "a_login_for_one_role": NAMED.replace("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
    "the_whole_for_less": WebApplication(instance_type="t4g.small"),
}
WRONG = {
    "what_stops_without_the_key": [
        (["Uploads", "Jobs", "Login"], "Login still answers: it uses another key"),
        (["Uploads"], "1 of 2 are named"),
        ("Uploads", "give the names of resources"),
    ],
    "a_login_for_one_role": [
        (RIGHTS, "deni"),
        (NAMED, "allow"),
    ],
    "the_whole_for_less": [
        (WebApplication(), "it comes to $496"),
        (WebApplication(capacity=3), "% of the requests are served"),
        (WebApplication(instance_type="t4g.small", standbys=False), "RDS-001"),
    ],
}
