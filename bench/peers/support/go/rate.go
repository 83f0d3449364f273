// SPDX-License-Identifier: Apache-2.0

package support

import (
	"syscall"
	"time"
)

// clock takes the time and the processor time of a round, between start and stop.
type clock struct {
	from time.Time
	cpu  float64
	took float64 // seconds
	used float64 // seconds of processor time, of the whole process
}

func (c *clock) start() { c.cpu, c.from = cpuSeconds(), time.Now() }

func (c *clock) stop() { c.took, c.used = time.Since(c.from).Seconds(), cpuSeconds()-c.cpu }

// report prints a rate and the processor time of a million units.
func (c *clock) report(name string, units uint64, unit string) {
	result(name, float64(units)/c.took, unit)
	result(name+"_cpu", c.used/float64(units)*1e6, "s/M")
}

// round does n units of work and says how many they are when all actors are counted.
type round func(n uint64, c *clock) uint64

// rate runs rounds, each larger than the one before, until one lasts long enough or has reached
// the limit: that one counts.
func rate(name, unit string, limit uint64, work round) {
	n := min(1000, limit)
	for {
		var c clock
		units := work(n, &c)
		if c.took >= seconds() || n == limit {
			c.report(name, units, unit)
			return
		}
		grow := min(max(1.2*seconds()/c.took, 2), 10)
		n = min(limit, uint64(float64(n)*grow))
	}
}

func cpuSeconds() float64 {
	var use syscall.Rusage
	Must(syscall.Getrusage(syscall.RUSAGE_SELF, &use))
	return float64(use.Utime.Nano()+use.Stime.Nano()) / 1e9
}
