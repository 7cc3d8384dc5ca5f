"""boto3's resource of S3: buckets, managed transfers of large files, pages, versions, conditions, links."""

import io
import os
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.resource("s3")
bucket = s3.create_bucket(Bucket="documents")
bucket.wait_until_exists()
archive = s3.create_bucket(Bucket="archive")

large = os.urandom(20 * 1024 * 1024)
bucket.upload_fileobj(io.BytesIO(large), "large")
archive.copy({"Bucket": "documents", "Key": "large"}, "copy")
back = io.BytesIO()
archive.download_fileobj("copy", back)
assert back.getvalue() == large

for number in range(25):
    bucket.put_object(Key=f"many/{number:02}", Body=b"x")
keys = [summary.key for summary in bucket.objects.filter(Prefix="many/").page_size(10)]
assert keys == [f"many/{number:02}" for number in range(25)], keys

client = s3.meta.client
etag = client.put_object(Bucket="documents", Key="once", Body=b"1", IfNoneMatch="*")["ETag"]
for wrong in ({"IfNoneMatch": "*"}, {"IfMatch": '"0000"'}):
    try:
        client.put_object(Bucket="documents", Key="once", Body=b"2", **wrong)
        raise AssertionError("the condition held")
    except ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 412, error
client.put_object(Bucket="documents", Key="once", Body=b"2", IfMatch=etag)

bucket.Versioning().enable()
bucket.put_object(Key="once", Body=b"3")
bucket.Object("once").delete()
try:
    bucket.Object("once").get()
    raise AssertionError("a deleted object was read")
except client.exceptions.NoSuchKey as error:
    assert error.response["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"] == "true"
assert len(list(bucket.object_versions.filter(Prefix="once"))) == 3

signed = boto3.client("s3", config=Config(signature_version="s3v4"))
link = signed.generate_presigned_url("get_object", {"Bucket": "documents", "Key": "many/00"})
assert urllib.request.urlopen(link).read() == b"x"

bucket.object_versions.delete()
bucket.delete()
archive.objects.all().delete()
archive.delete()
