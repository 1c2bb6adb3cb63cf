"""What the commands share on a terminal: text, tables, progress, files, options."""
