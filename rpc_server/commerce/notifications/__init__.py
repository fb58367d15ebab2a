"""Telling merchants' systems what happened: IPN, LCN and INS messages, delivered at least once."""
