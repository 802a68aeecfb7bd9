"""Schema changes in three chains: ``store`` (both zones), ``people`` (government), ``ledger`` (audit events)."""
