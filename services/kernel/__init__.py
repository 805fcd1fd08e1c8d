"""What every feature stands on: the unit of work's context, time, money, errors, timers."""
