"""What puts Kaijuan under load: a demonstration archive and simulated readers.  The product imports nothing of it."""
