"""What each service asks of IAM: one module by boto3's name of the service, with one `SERVICE`. No decisions."""
