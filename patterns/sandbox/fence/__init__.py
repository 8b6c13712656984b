"""Nothing leaves the process while the fence is up, and no real credential is read.

Fenced, for every thread, for forked children, and for those that `multiprocessing` and `concurrent.futures` start:

- Clients of boto3 and botocore made inside, presigned addresses given to `requests`: the account answers them
  (`clients`, `web`). Clients made before are refused before they sign.
- Every socket that Python opens, of whatever library: connecting, sending to an address, sending on a connection that
  was open before to a port below 1024, asking for the address of a name (`sockets`). Loopback addresses and Unix
  sockets stay open, but for a proxy that the environment names; of names only `localhost` does (`addresses`).
- The search for credentials: environment, files, `credential_process`, SSO, web identity, containers, instance
  metadata; those that a session found before are neither used nor renewed (`credentials`, `environment`).
- boto3's transfers with awscrt, which go without it (`clients`).

Not fenced, because no Python in this process sees it:

- Sockets that C, C++ or Rust code opens: PyArrow's and Polars' own S3, pycurl, gRPC, uvloop, awscrt's older clients.
- Other programs (`subprocess`, `os.system`, the AWS CLI), workers that joblib starts, subinterpreters, and processes
  started before. What starts inside finds no credentials in its environment but the sandbox's, which AWS refuses.
- Connections open before to a port of 1024 and above, such as a database's.

These are limits against accidents, and no security boundary: whoever wants to get out can.

The fence is up from the first sandbox that starts until every one that was started is stopped (`holding`).
"""
