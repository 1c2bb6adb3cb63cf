"""Tables of the documents, made of declarations and stored records."""
