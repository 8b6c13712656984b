"""Nothing leaves the process while the fence is up, and no real credential is read.

The fence is up from the first sandbox that starts until every one that was started is stopped.

Fenced, for every thread, for forked children, and for those that `multiprocessing` and `concurrent.futures` start:

- Clients of boto3 and botocore made inside, and presigned addresses given to `requests`: the account answers them.
  Clients made before are refused before they sign.
- Every socket that Python opens, of whatever library: connecting, sending to an address, looking a name up, and sending
  on a connection that was open before to a port below 1024. Loopback addresses and Unix sockets stay open, except for
  a proxy that the environment names; of names only `localhost` does.
- The search for credentials: environment, files, `credential_process`, SSO, web identity, containers, instance
  metadata. What a session found before signs nothing and is not renewed.
- boto3's transfers with awscrt, which go on without it.

Not fenced, because no Python in this process sees it:

- Sockets that C, C++ or Rust code opens: PyArrow's and Polars' own S3, pycurl, gRPC, uvloop, awscrt's older clients.
- Other programs (`subprocess`, `os.system`, the AWS CLI), workers that joblib starts, subinterpreters, and processes
  started before. What starts inside finds no credentials in its environment but the sandbox's, which AWS refuses.
- Connections open before to a port of 1024 and above, such as a database's.

`SECURITY.md` repeats these two lists. `holding` says when the fence is up, `sockets`, `children` and `environment` are
its parts wherever it is, `leading` adds the ways to an account (`clients`, `credentials`, `web`).
"""
