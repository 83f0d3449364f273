// SPDX-License-Identifier: Apache-2.0

// Package support is what the programs of all Go peers share: the rows, with all that knows no
// actor system. A peer brings a System.
package support

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

var peer string

// Main runs the rows that are the arguments of the program, each for a minute at most.
func Main[P any](name string, system System[P]) {
	peer = name
	runtime.GOMAXPROCS(workers())
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // memory for speed: payload64k is twice as fast as with 100
	}
	rows := table(system)
	for _, want := range os.Args[1:] {
		run := find(rows, want)
		dog := time.AfterFunc(time.Minute, func() { Fail("%s did not end within a minute", want) })
		run()
		dog.Stop()
	}
}

func find(rows []row, name string) func() {
	for _, row := range rows {
		if row.name == name {
			return row.run
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

// check fails unless what came is what was expected.
func check(what string, got, want uint64) {
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

// result prints the line of one figure.
func result(name string, value float64, unit string) {
	fmt.Printf("R\t%s\t%s\t%.6g\t%s\n", peer, name, value, unit)
}
