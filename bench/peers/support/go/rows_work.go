// SPDX-License-Identifier: Apache-2.0

package support

import (
	"sync/atomic"
	"time"
)

func work[P any](s System[P]) {
	s.Start()
	rate("work64", "msg/s", 30_000, func(n uint64, c *clock) uint64 {
		all := cast[P]{system: s}
		done := make(chan uint64, 64)
		for range 64 {
			all.add(s.Worker(Work{n: n, done: done}))
		}
		want := workAfter(n)
		c.start()
		for _, worker := range all.all {
			s.Numbers(worker)(1)
		}
		for range all.all {
			check("last value", <-done, want)
		}
		c.stop()
		all.stop()
		return 64 * n
	})
}

func payload[P any](s System[P]) {
	s.Start()
	rate("payload64k", "msg/s", 200_000, func(n uint64, c *clock) uint64 {
		all := cast[P]{system: s}
		done := make(chan uint64, 1)
		to := all.add(s.Reader())
		packer := all.add(s.Packer(Window{Sum: Sum{n: n, done: done}}, to))
		c.start()
		s.Begin(packer)
		check("sum of the blocks", <-done, blockSums(n))
		c.stop()
		all.stop()
		return n
	})
}

func spawn[P any](s System[P]) {
	s.Start()
	rate("spawn", "actors/s", 3_000_000, func(n uint64, c *clock) uint64 {
		done := make(chan uint64, 1)
		spawner := s.Spawner(Turns{n: n, each: 500}, Sum{n: n, done: done})
		c.start()
		s.Begin(spawner)
		check("sum of the answers", <-done, sumBelow(n))
		c.stop()
		s.Stop(spawner)
		return n
	})
}

// Nap is how long a handler blocks.
const Nap = 10 * time.Millisecond

func blocked[P any](s System[P]) {
	const naps = 25
	s.Start()
	players, sleepers := cast[P]{system: s}, cast[P]{system: s}
	var over atomic.Bool
	done := make(chan struct{}, 2*workers())
	last := make(chan uint64, 1)
	first := match(s, &players, until(&over, last))
	for range cap(done) {
		sleepers.add(s.Sleeper(Naps{left: naps, done: done}))
	}
	var c clock
	c.start()
	for _, sleeper := range sleepers.all {
		for range naps {
			s.Begin(sleeper)
		}
	}
	s.Numbers(first)(0)
	for range sleepers.all {
		<-done
	}
	c.stop()
	over.Store(true)
	c.report("blocked_pingpong", <-last/2, "rt/s")
	result("blocked_time", c.took*1e3, "ms")
}
