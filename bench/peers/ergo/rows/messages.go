// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

// num is the message of most rows.
type num struct{ v uint64 }

// tick starts an actor, or lets it go on.
type tick struct{}

// meet tells an actor whom to send to.
type meet struct{ peer gen.PID }

// player adds 1 to a number and sends it back, until it is the last one.
type player struct {
	act.Actor
	peer gen.PID
	last uint64
	done chan<- uint64
}

func (p *player) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case num:
		if m.v < p.last {
			p.SendPID(p.peer, num{m.v + 1})
		} else {
			p.done <- m.v
		}
	case meet:
		p.peer = m.peer
	}
	return nil
}

func pingpong(row string, pairs int, limit uint64) {
	start()
	support.Rate(row, "rt/s", limit, func(n uint64, c *support.Clock) uint64 {
		var all cast
		done := make(chan uint64, pairs)
		starters := make([]gen.PID, pairs)
		for i := range starters {
			a := all.spawn(&player{last: 2 * n, done: done})
			b := all.spawn(&player{last: 2 * n, done: done, peer: a})
			tell(a, meet{b})
			starters[i] = a
		}
		c.Start()
		for _, a := range starters {
			tell(a, num{1})
		}
		for range starters {
			support.Check("last number", <-done, 2*n)
		}
		c.Stop()
		all.stop()
		return n * uint64(pairs)
	})
}

// counter adds up n numbers.
type counter struct {
	act.Actor
	n, count, sum uint64
	done          chan<- uint64
}

func (k *counter) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case num:
		k.count++
		k.sum += m.v
		if k.count == k.n {
			k.done <- k.sum
		}
	}
	return nil
}

// producer sends n numbers to each counter, a batch in a turn.
type producer struct {
	act.Actor
	to             []gen.PID
	sent, n, batch uint64
}

func (p *producer) HandleMessage(from gen.PID, message any) error {
	switch message.(type) {
	case tick:
		for end := min(p.n, p.sent+p.batch); p.sent < end; p.sent++ {
			for _, to := range p.to {
				p.SendPID(to, num{p.sent})
			}
		}
		if p.sent < p.n {
			p.SendPID(p.PID(), tick{})
		}
	}
	return nil
}

func fan(row string, producers, counters int, batch, limit uint64) {
	start()
	support.Rate(row, "msg/s", limit, func(n uint64, c *support.Clock) uint64 {
		var in, out cast
		done := make(chan uint64, counters)
		each := n * uint64(producers)
		for range counters {
			in.spawn(&counter{n: each, done: done})
		}
		for range producers {
			out.spawn(&producer{to: in.pids, n: n, batch: batch})
		}
		c.Start()
		for _, p := range out.pids {
			tell(p, tick{})
		}
		for range counters {
			support.Check("sum", <-done, uint64(producers)*support.SumBelow(n))
		}
		c.Stop()
		out.stop()
		in.stop()
		return each * uint64(counters)
	})
}

func tellFromOutside() {
	start()
	support.Rate("tell_ext", "msg/s", 8_000_000, func(n uint64, c *support.Clock) uint64 {
		var all cast
		done := make(chan uint64, 1)
		var to any = all.spawn(&counter{n: n, done: done})
		c.Start()
		for i := range n {
			tell(to, num{i})
		}
		support.Check("sum", <-done, support.SumBelow(n))
		c.Stop()
		all.stop()
		return n
	})
}

// link hands on a number that falls to 0.
type link struct {
	act.Actor
	next gen.PID
	done chan<- uint64
}

func (l *link) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case num:
		if m.v > 0 {
			l.SendPID(l.next, num{m.v - 1})
		} else {
			l.done <- m.v
		}
	case meet:
		l.next = m.peer
	}
	return nil
}

func ring() {
	start()
	support.Rate("ring1000", "hops/s", 10_000_000, func(n uint64, c *support.Clock) uint64 {
		var all cast
		done := make(chan uint64, 1)
		first := all.spawn(&link{done: done})
		next := first
		for range 999 {
			next = all.spawn(&link{done: done, next: next})
		}
		tell(first, meet{next})
		c.Start()
		tell(first, num{n})
		support.Check("last number", <-done, 0)
		c.Stop()
		all.stop()
		return n
	})
}
