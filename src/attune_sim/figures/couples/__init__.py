"""Pictures of couples: a conversation second by second, and their years."""
