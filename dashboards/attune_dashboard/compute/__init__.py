"""What the pages compute, off the page's own thread."""
