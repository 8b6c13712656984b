import pytest

from patterns import Sandbox, SecureBucket
from patterns.explore.tables import accesses


@pytest.mark.slow
def test_accesses_are_told_oldest_first_and_the_last_of_them():
    with Sandbox() as aws:
        s3, stack = aws.client("s3"), aws.deploy(SecureBucket())
        bucket, logs = stack["Bucket"].physical_id, stack["LogBucket"].physical_id
        assert str(accesses(s3, logs)) == "no logs"

        s3.put_object(Bucket=bucket, Key="-a b", Body=b"")
        aws.clock.advance(hours=2)
        with pytest.raises(s3.exceptions.NoSuchKey):
            s3.get_object(Bucket=bucket, Key="none")
        s3.list_objects_v2(Bucket=bucket)
        aws.clock.advance(hours=2)

        told = str(accesses(s3, logs, last=3)).splitlines()
        everything = str(accesses(s3, logs)).splitlines()

    assert [line.split() for line in told[1:]] == [
        ["01/Jan/2026:00:00:00", "REST.PUT.OBJECT", "-a%20b", "200"],
        ["01/Jan/2026:02:00:00", "REST.GET.OBJECT", "none", "404", "NoSuchKey"],
        ["01/Jan/2026:02:00:00", "REST.GET.BUCKET", "200"],
    ]
    assert [line.split() for line in everything[-3:]] == [line.split() for line in told[1:]]
