"""What screens and other features may read of a hall: typed values, never rows."""
