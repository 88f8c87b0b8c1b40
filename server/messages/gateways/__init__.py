"""Texts to phone numbers, by the HTTP calls of gateways that a hall sets up: SMS and messengers. How: channel.py."""
