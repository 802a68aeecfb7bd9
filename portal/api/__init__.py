"""The JSON interface: the same catalogue, the same subject, an allow-list of fields."""
