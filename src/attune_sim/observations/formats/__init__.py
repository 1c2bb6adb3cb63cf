"""A reader for each format: from a file's content to a recording in seconds.

headings   which row of a table is its heading, and what its columns are for
tables     events or units of time as rows: plain, BORIS, INTERACT, Observer, GridWare
datavyu    .opf, and the table that Datavyu exports
boris      a BORIS project
elan       .eaf
elan_text  ELAN's table without a heading
praat      TextGrid, long and short
recognition  which of them a file is
"""
