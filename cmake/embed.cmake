# Data compiled in: every file under schema/ and snippets/ becomes a constant string; generators in cmake/ turn tables into C.
