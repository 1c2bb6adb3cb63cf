"""Style and scripts that the browser gets; the server serves this folder as static assets."""
