"""The cluster engine (OpenSearch): the same answers as the embedded one, for archives that outgrow one machine."""
