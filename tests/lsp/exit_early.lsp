Exit without shutdown: status 1.

-- steps --
initialize {}
notify exit
exits 1
