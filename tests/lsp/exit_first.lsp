Exit before initialize: status 1.

-- steps --
notify exit
exits 1
