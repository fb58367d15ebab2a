"""Who uses what a partner sold: told by the partner, subscription by subscription."""
