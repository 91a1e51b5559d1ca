"""The tab Kalender: the month of the unit's meetings and the panel they are booked in."""
