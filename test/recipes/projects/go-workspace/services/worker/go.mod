module example.org/services/worker

go 1.26.0

require example.org/greet v0.0.0
