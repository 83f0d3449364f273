module akt.bench/goakt

go 1.26

// github.com/tochemey/goakt/v4 comes from the go.work that names GOAKT_ROOT.
require akt.bench/support v0.0.0

replace akt.bench/support => ../support/go
