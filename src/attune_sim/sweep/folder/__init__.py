"""The folder that a sweep keeps its results in: manifest, files of rows, and reading them."""
