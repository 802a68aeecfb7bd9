"""Who may find and who may read.  Pure rules; only ``access.store`` touches a database."""
