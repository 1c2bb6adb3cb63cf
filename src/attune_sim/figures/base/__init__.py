"""What all figures share: looks, layout, labels, pages."""
