"""Claims of popular and professional writing, and what the model does with each."""
