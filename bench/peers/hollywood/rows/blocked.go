// SPDX-License-Identifier: Apache-2.0

package main

import (
	"sync/atomic"
	"time"

	"akt.bench/support"
	"github.com/anthdm/hollywood/actor"
)

// sleeper blocks for each message: only its own goroutine waits.
type sleeper struct {
	left int
	done chan<- struct{}
}

func (s *sleeper) Receive(ctx *actor.Context) {
	switch ctx.Message().(type) {
	case tick:
		time.Sleep(10 * time.Millisecond)
		if s.left--; s.left == 0 {
			s.done <- struct{}{}
		}
	}
}

// rally is a player until the flag is set.
type rally struct {
	peer *actor.PID
	over *atomic.Bool
	done chan<- uint64
}

func (r *rally) Receive(ctx *actor.Context) {
	switch m := ctx.Message().(type) {
	case *num:
		if r.over.Load() {
			r.done <- m.v
		} else {
			ctx.Send(r.peer, &num{m.v + 1})
		}
	case *meet:
		r.peer = m.peer
	}
}

func blocked() {
	start()
	var all, sleepers cast
	var over atomic.Bool
	done := make(chan struct{}, 2*support.Workers())
	last := make(chan uint64, 1)
	a := all.spawn(&rally{over: &over, done: last})
	b := all.spawn(&rally{over: &over, done: last, peer: a})
	tell(a, &meet{b})
	for range cap(done) {
		sleepers.spawn(&sleeper{left: 25, done: done})
	}
	var c support.Clock
	c.Start()
	for _, pid := range sleepers.pids {
		for range 25 {
			tell(pid, tick{})
		}
	}
	tell(a, &num{0})
	for range sleepers.pids {
		<-done
	}
	c.Stop()
	over.Store(true)
	c.Report("blocked_pingpong", <-last/2, "rt/s")
	support.Result("blocked_time", c.Took*1e3, "ms")
}
