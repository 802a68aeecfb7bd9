"""The ledger chain."""
