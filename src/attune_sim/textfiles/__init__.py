"""Files of text: read with clear refusals, TOML checked with line numbers, written whole.

text     a file's text, whatever editor saved it
lines    at which line a key of a TOML file stands; what is too deep to be parsed
toml     a parsed TOML file, that says the line of a fault
checked  what a table may hold, declared with pydantic; a fault in one sentence
writing  a file appears whole, or not at all
"""
