"""What can be done in an emergency: raise, lead, confirm, measure, close."""
