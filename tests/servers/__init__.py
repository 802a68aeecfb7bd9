"""Real servers for tests and fault trials: OpenSearch and PostgreSQL on loopback, thrown away afterwards."""
