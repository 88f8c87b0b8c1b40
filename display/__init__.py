"""The screens on a hall's walls, as web pages: the display over the seats (hall/), the sign over a counter (sign/)."""
