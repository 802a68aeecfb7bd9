"""The service desk and administration: what people decide about tiers, records, organs, grants and markings.

Each act is one transaction with its event.  Nothing here knows HTTP, an index or the writers of stores; what the desk
needs of them it asks by a job row.
"""
