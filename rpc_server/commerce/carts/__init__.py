"""The cart a session carries from call to call, in order API 2.x and in the Channel Manager."""
