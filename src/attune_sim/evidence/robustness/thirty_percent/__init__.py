"""The attuned share of thirty percent: rulers, shape, and care set from outside."""
