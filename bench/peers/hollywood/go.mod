module akt.bench/hollywood

go 1.26

// github.com/anthdm/hollywood comes from the go.work that names HOLLYWOOD_ROOT.
require akt.bench/support v0.0.0

replace akt.bench/support => ../support/go
