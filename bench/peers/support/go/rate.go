// SPDX-License-Identifier: Apache-2.0

package support

import (
	"syscall"
	"time"
)

// Clock takes the time and the processor time of a round, between Start and Stop.
type Clock struct {
	from time.Time
	cpu  float64
	Took float64 // seconds
	CPU  float64 // seconds, of the whole process
}

func (c *Clock) Start() { c.cpu, c.from = cpuSeconds(), time.Now() }

func (c *Clock) Stop() { c.Took, c.CPU = time.Since(c.from).Seconds(), cpuSeconds()-c.cpu }

// Report prints a rate and the processor time of a million units.
func (c *Clock) Report(name string, units uint64, unit string) {
	Result(name, float64(units)/c.Took, unit)
	Result(name+"_cpu", c.CPU/float64(units)*1e6, "s/M")
}

// Round does n units of work and says how many they are when all actors are counted.
type Round func(n uint64, c *Clock) uint64

// Rate runs rounds, each larger than the one before, until one lasts long enough or has reached
// the limit: that one counts.
func Rate(name, unit string, limit uint64, round Round) {
	n := min(1000, limit)
	for {
		var c Clock
		units := round(n, &c)
		if c.Took >= Seconds() || n == limit {
			c.Report(name, units, unit)
			return
		}
		grow := min(max(1.2*Seconds()/c.Took, 2), 10)
		n = min(limit, uint64(float64(n)*grow))
	}
}

func cpuSeconds() float64 {
	var use syscall.Rusage
	Must(syscall.Getrusage(syscall.RUSAGE_SELF, &use))
	return float64(use.Utime.Nano()+use.Stime.Nano()) / 1e9
}
