"""From verdicts to the figures of a month."""
