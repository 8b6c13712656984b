"""The code that runs inside the patterns' Lambda functions: standard library and boto3 only, one module each."""
