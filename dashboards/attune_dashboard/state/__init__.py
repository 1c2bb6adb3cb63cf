"""What a visitor has chosen, and what a tab or a class holds."""
