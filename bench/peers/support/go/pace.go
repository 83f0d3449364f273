// SPDX-License-Identifier: Apache-2.0

package support

import (
	"runtime"
	"slices"
	"time"
)

var zero = time.Now()

// now is a count of nanoseconds that never goes back.
func now() int64 { return int64(time.Since(zero)) }

// loads are the rates of the row lat_load.
var loads = []struct {
	name string
	rate float64
}{
	{"lat_10k", 10e3},
	{"lat_50k", 50e3},
	{"lat_200k", 200e3},
	{"lat_500k", 500e3},
	{"lat_1M", 1e6},
	{"lat_2M", 2e6},
}

// loadThreads is what lat_load runs on: one thread of them is the main one's.
func loadThreads() { runtime.GOMAXPROCS(max(2, workers())) }

// pace spins and sends n messages at a rate; each carries the time when it should be sent. It does
// not yield: the actor runs on another thread, as it does in systems whose main thread is no worker.
func pace(rate float64, n int, send func(due int64)) {
	from := now()
	for i := range n {
		due := from + int64(float64(i)*1e9/rate)
		for now() < due {
		}
		send(due)
	}
}

// bursts sends 50 messages and sleeps for a millisecond, again and again.
func bursts(n int, send func(at int64)) {
	for range n {
		for range 50 {
			send(now())
		}
		time.Sleep(time.Millisecond)
	}
}

// percentiles prints the exact ones of samples in nanoseconds.
func percentiles(name string, samples []int64) {
	slices.Sort(samples)
	at := func(share float64) float64 {
		return float64(samples[int(share*float64(len(samples)-1))])
	}
	result(name+"_p50", at(0.5), "ns")
	result(name+"_p99", at(0.99), "ns")
	result(name+"_p999", at(0.999), "ns")
}
