"""The impure corner of ``access``: tiers, organs, people, sessions, grants and the audit chain, in tables.

Functions take a ``Connection`` and leave the transaction to the caller; only ``Sessions`` and ``ReadLedger`` own an
engine.  Nothing here decides who may see a record: ``access.policy`` does.
"""
