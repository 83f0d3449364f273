// SPDX-License-Identifier: Apache-2.0

// Package support is what the programs of all Go peers share: the settings, the clock, the growing
// rounds, the lines of the results.
package support

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// Row is one line of the table in bench/peers/README.md.
type Row struct {
	Name string
	Run  func()
}

var peer string

// Main runs the rows that are the arguments of the program, each for a minute at most.
func Main(name string, rows []Row) {
	peer = name
	runtime.GOMAXPROCS(Workers())
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // memory for speed: payload64k is twice as fast as with 100
	}
	for _, want := range os.Args[1:] {
		run := find(rows, want)
		dog := time.AfterFunc(time.Minute, func() { Fail("%s did not end within a minute", want) })
		run()
		dog.Stop()
	}
}

func find(rows []Row, name string) func() {
	for _, row := range rows {
		if row.Name == name {
			return row.Run
		}
	}
	Fail("there is no row %q", name)
	return nil
}

// Fail ends the program: what is wrong goes to the standard error.
func Fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, peer+": "+format+"\n", args...)
	os.Exit(1)
}

// Check fails unless what came is what was expected.
func Check(what string, got, want uint64) {
	if got != want {
		Fail("%s: got %d, expected %d", what, got, want)
	}
}

// Must fails if there is an error.
func Must(err error) {
	if err != nil {
		Fail("%v", err)
	}
}

// Result prints the line of one figure.
func Result(name string, value float64, unit string) {
	fmt.Printf("R\t%s\t%s\t%.6g\t%s\n", peer, name, value, unit)
}
