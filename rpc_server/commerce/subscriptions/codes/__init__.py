"""The codes subscriptions have: those their merchant tells, or those this server delivered."""
