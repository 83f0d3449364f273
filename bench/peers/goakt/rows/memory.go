// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
)

// held is a counter that waits in its first handler until it is let go.
type held struct {
	counter
	in   chan<- struct{}
	gate <-chan struct{}
}

func (h *held) Receive(ctx *actor.ReceiveContext) {
	switch ctx.Message().(type) {
	case *tick:
		h.in <- struct{}{}
		<-h.gate
	default:
		h.counter.Receive(ctx)
	}
}

func mailbox() {
	start()
	n := support.Scaled(2e6)
	in, gate, done := make(chan struct{}), make(chan struct{}), make(chan uint64, 1)
	var all cast
	pid := all.spawn(&held{counter: counter{n: n, done: done}, in: in, gate: gate})
	tell(pid, &tick{})
	<-in
	var fill, drain support.Clock
	fill.Start()
	for i := range n {
		tell(pid, &num{i})
	}
	fill.Stop()
	drain.Start()
	close(gate)
	support.Check("sum", <-done, support.SumBelow(n))
	drain.Stop()
	fill.Report("mbox_enqueue", n, "msg/s")
	drain.Report("mbox_drain", n, "msg/s")
}

// idle keeps one number.
type idle struct {
	plain
	sum  uint64
	done chan<- struct{}
}

func (i *idle) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *num:
		i.sum += m.v
		i.done <- struct{}{}
	}
}

func idleMemory() {
	support.SaveMemory()
	start()
	n := support.Scaled(1e5)
	all := cast{pids: make([]*actor.PID, 0, n+1000)}
	done := make(chan struct{}, 64)
	grow := func(n uint64) {
		for i := range n {
			tell(all.spawn(&idle{done: done}), &num{i})
			<-done
		}
	}
	grow(1000)
	before := support.LiveBytes()
	grow(n)
	after := support.LiveBytes()
	support.Result("idle_mem", (after-before)/float64(n), "B/actor")
	runtime.KeepAlive(all)
}
