// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
)

// meet tells an actor whom to send to.
type meet struct{ peer *actor.PID }

// player sends to its peer what becomes of a number.
type player struct {
	plain
	next support.Next
	peer *actor.PID
}

func (p *player) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		if v, more := p.next(m.V); more {
			ctx.Tell(p.peer, &support.Number{V: v})
		}
	case *meet:
		p.peer = m.peer
	}
}

func (s *system) Player(next support.Next, peer *actor.PID) *actor.PID {
	return s.spawn(&player{next: next, peer: peer})
}

// counter adds up numbers.
type counter struct {
	plain
	support.Sum
}

func (k *counter) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		k.Add(m.V)
	}
}

func (s *system) Counter(sum support.Sum) *actor.PID { return s.spawn(&counter{Sum: sum}) }

// producer sends numbers to each counter.
type producer struct {
	plain
	support.Turns
	to []*actor.PID
}

func (p *producer) Receive(ctx *actor.ReceiveContext) {
	switch ctx.Message().(type) {
	case *support.Tick:
		for v, end := p.Take(); v < end; v++ {
			for _, to := range p.to {
				ctx.Tell(to, &support.Number{V: v})
			}
		}
		if p.More() {
			ctx.Tell(ctx.Self(), &support.Tick{})
		}
	}
}

func (s *system) Producer(turns support.Turns, to []*actor.PID) *actor.PID {
	return s.spawn(&producer{Turns: turns, to: to})
}

// watch notes the age of stamps.
type watch struct {
	plain
	support.Watch
}

func (w *watch) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Stamp:
		w.Note(m.At)
	}
}

func (s *system) Watch(state support.Watch) *actor.PID { return s.spawn(&watch{Watch: state}) }
