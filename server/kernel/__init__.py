"""Clock, refusals, settings and languages: what every package stands on."""
