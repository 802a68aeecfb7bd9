"""What puts Kaijuan under load: a demonstration archive and simulated readers.  Nothing here is imported by the product."""
