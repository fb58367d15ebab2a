"""Leads: what somebody wanted and did not buy, told by the merchant, for him to come back to."""
