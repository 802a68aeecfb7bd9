"""Proofs that go through the whole house: access on every surface, blocks, crashes, both databases, the documents."""
