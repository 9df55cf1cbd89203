"""The journeys, one file each: the only place that knows the order."""
