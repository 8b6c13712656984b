"""Every private name of moto that the sandbox touches, each with a test that an upgrade of moto breaks.

Nothing else in the project reaches into moto. A module here named like one of moto's services, or with that name
and a subject (`s3_order`), is imported, and its `apply()` called, right after moto has loaded that service's models.
"""
