"""Clock, refusals, settings, languages and how files go out: what every package stands on."""
