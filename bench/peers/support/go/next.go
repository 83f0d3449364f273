// SPDX-License-Identifier: Apache-2.0

package support

import "sync/atomic"

// Next is what an actor does with a number: it sends on what it gets, unless there is nothing more.
type Next func(v uint64) (next uint64, more bool)

// upTo adds 1 until a number is the last one.
func upTo(last uint64, done chan<- uint64) Next {
	return func(v uint64) (uint64, bool) {
		if v < last {
			return v + 1, true
		}
		done <- v
		return 0, false
	}
}

// until adds 1 until the flag is set.
func until(over *atomic.Bool, done chan<- uint64) Next {
	return func(v uint64) (uint64, bool) {
		if !over.Load() {
			return v + 1, true
		}
		done <- v
		return 0, false
	}
}

// downTo0 takes 1 away until nothing is left.
func downTo0(done chan<- uint64) Next {
	return func(v uint64) (uint64, bool) {
		if v > 0 {
			return v - 1, true
		}
		done <- v
		return 0, false
	}
}

// Work is the state of an actor that calculates n times.
type Work struct {
	count, n uint64
	done     chan<- uint64
}

// Next calculates.
func (w *Work) Next(v uint64) (uint64, bool) {
	a := worked(v)
	if w.count++; w.count < w.n {
		return a, true
	}
	w.done <- a
	return 0, false
}
