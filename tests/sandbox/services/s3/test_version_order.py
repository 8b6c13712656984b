from moto.s3.models import s3_backends

from patterns.sandbox.account import Sandbox


def test_moments_of_a_standing_clock_differ_where_no_answer_shows_it():
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="notes")
        for key in ("a", "b"):
            s3.put_object(Bucket="notes", Key=key)

        kept = s3_backends[aws.account_id]["aws"].buckets["notes"].keys
        shown = {str(entry["LastModified"]) for entry in s3.list_objects_v2(Bucket="notes")["Contents"]}

        assert kept["a"].last_modified < kept["b"].last_modified
        assert shown == {"2026-01-01 00:00:00+00:00"}


def test_an_object_written_after_a_deletion_is_the_latest():
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="notes")
        s3.put_bucket_versioning(Bucket="notes", VersioningConfiguration={"Status": "Enabled"})
        s3.put_object(Bucket="notes", Key="a", Body=b"1")
        s3.delete_object(Bucket="notes", Key="a")
        last = s3.put_object(Bucket="notes", Key="a", Body=b"2")["VersionId"]

        listed = s3.list_object_versions(Bucket="notes")

        assert [version["VersionId"] for version in listed["Versions"] if version["IsLatest"]] == [last]
        assert [marker["IsLatest"] for marker in listed["DeleteMarkers"]] == [False]
