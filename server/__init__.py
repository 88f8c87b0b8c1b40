"""The one place where things are decided and kept."""
