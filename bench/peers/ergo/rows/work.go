// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

// worker calculates, and sends itself what it got.
type worker struct {
	act.Actor
	count, n uint64
	done     chan<- uint64
}

func (w *worker) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case num:
		a := support.Work(m.v)
		if w.count++; w.count < w.n {
			w.SendPID(w.PID(), num{a})
		} else {
			w.done <- a
		}
	}
	return nil
}

func work() {
	start()
	support.Rate("work64", "msg/s", 30_000, func(n uint64, c *support.Clock) uint64 {
		var all cast
		done := make(chan uint64, 64)
		for range 64 {
			all.spawn(&worker{n: n, done: done})
		}
		want := support.WorkAfter(n)
		c.Start()
		for _, pid := range all.pids {
			tell(pid, num{1})
		}
		for range all.pids {
			support.Check("last value", <-done, want)
		}
		c.Stop()
		all.stop()
		return 64 * n
	})
}

type block struct{ bytes []byte }
type answer struct{ v uint64 }

// packer sends n blocks, at most 64 not yet answered.
type packer struct {
	act.Actor
	to                gen.PID
	n, sent, answered uint64
	sum               uint64
	done              chan<- uint64
}

func (p *packer) send() {
	for ; p.sent < p.n && p.sent-p.answered < 64; p.sent++ {
		p.SendPID(p.to, block{support.Block(p.sent)})
	}
}

func (p *packer) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case tick:
		p.send()
	case answer:
		p.sum += m.v
		if p.answered++; p.answered == p.n {
			p.done <- p.sum
		} else {
			p.send()
		}
	}
	return nil
}

// reader answers a block with the sum of some of its bytes.
type reader struct{ act.Actor }

func (r *reader) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case block:
		r.SendPID(from, answer{support.BlockSum(m.bytes)})
	}
	return nil
}

func payload() {
	start()
	support.Rate("payload64k", "msg/s", 200_000, func(n uint64, c *support.Clock) uint64 {
		var all cast
		done := make(chan uint64, 1)
		to := all.spawn(&reader{})
		pid := all.spawn(&packer{to: to, n: n, done: done})
		c.Start()
		tell(pid, tick{})
		support.Check("sum of the blocks", <-done, support.BlockSums(n))
		c.Stop()
		all.stop()
		return n
	})
}
