// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"github.com/asynkron/protoactor-go/actor"
)

// meet tells an actor whom to send to.
type meet struct{ peer *actor.PID }

// player sends to its peer what becomes of a number.
type player struct {
	next support.Next
	peer *actor.PID
}

func (p *player) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		if v, more := p.next(m.V); more {
			ctx.Send(p.peer, &support.Number{V: v})
		}
	case *meet:
		p.peer = m.peer
	}
}

func (s *system) Player(next support.Next, peer *actor.PID) *actor.PID {
	return s.spawn(&player{next: next, peer: peer})
}

// counter adds up numbers.
type counter struct{ support.Sum }

func (k *counter) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		k.Add(m.V)
	}
}

// shortTurns let the other counters collect messages meanwhile: each start of a turn is a goroutine.
var shortTurns = actor.WithDispatcher(actor.NewDefaultDispatcher(6))

func (s *system) Counter(sum support.Sum) *actor.PID {
	switch {
	case sum.Counters > 1:
		return s.spawn(&counter{sum}, shortTurns)
	case sum.Producers > 1:
		return s.spawn(&counter{sum}, lockfree)
	}
	return s.spawn(&counter{sum})
}

// producer sends numbers to each counter.
type producer struct {
	support.Turns
	to []*actor.PID
}

func (p *producer) Receive(ctx actor.Context) {
	switch ctx.Message().(type) {
	case support.Tick:
		for v, end := p.Take(); v < end; v++ {
			for _, to := range p.to {
				ctx.Send(to, &support.Number{V: v})
			}
		}
		if p.More() {
			ctx.Send(ctx.Self(), support.Tick{})
		}
	}
}

func (s *system) Producer(turns support.Turns, to []*actor.PID) *actor.PID {
	return s.spawn(&producer{turns, to})
}

// watch notes the age of stamps.
type watch struct{ support.Watch }

func (w *watch) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Stamp:
		w.Note(m.At)
	}
}

func (s *system) Watch(state support.Watch) *actor.PID { return s.spawn(&watch{state}) }
