from patterns.explore.tables import statements

SAID = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}


def test_a_policy_of_an_identity_says_on_what():
    found = statements({"Statement": [SAID]})

    assert found.headings == ("statement", "effect", "on", "what", "only if")
    assert found.rows == (("Read", "Allow", "arn:aws:s3:::data/*", "s3:GetObject", ""),)


def test_a_policy_on_a_resource_says_who():
    found = statements({"Statement": [SAID | {"Principal": "*"}]})

    assert found.headings == ("statement", "effect", "who", "what", "only if")
    assert found.rows == (("Read", "Allow", "*", "s3:GetObject", ""),)
