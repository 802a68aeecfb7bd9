"""The OpenSearch of the tests: which jars (pom.xml, jars.py) and how it is started (server.py)."""
