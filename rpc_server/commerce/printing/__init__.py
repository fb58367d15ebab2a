"""How documents look on paper: the sheet they stand on and the parts all of them are made of."""
