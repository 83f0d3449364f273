module akt.bench/support

go 1.26
