The client closes the pipe without a word: the server ends with status 1.

-- steps --
initialize {}
end
exits 1
