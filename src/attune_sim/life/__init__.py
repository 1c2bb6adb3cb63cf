"""What happens to families from day to day, above the dyad: the course of their life."""
