"""The pages a partner is signed in to."""
