"""A file a screen: its view, composed of the features' reads."""
