module akt.bench/ergo

go 1.26

// ergo.services/ergo comes from the go.work that names ERGO_ROOT.
require akt.bench/support v0.0.0

replace akt.bench/support => ../support/go
