// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"github.com/asynkron/protoactor-go/actor"
)

// child sends one number back and stops.
type child struct{ parent *actor.PID }

func (k *child) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		ctx.Send(k.parent, &support.Answer{V: m.V})
		ctx.Stop(ctx.Self())
	}
}

// spawner spawns an actor for each number.
type spawner struct {
	support.Turns
	support.Sum
}

func (s *spawner) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case support.Tick:
		self := ctx.Self()
		props := actor.PropsFromProducer(func() actor.Actor { return &child{self} }, lockfree)
		for v, end := s.Take(); v < end; v++ {
			ctx.Send(ctx.Spawn(props), &support.Number{V: v})
		}
		if s.More() {
			ctx.Send(self, support.Tick{})
		}
	case *support.Answer:
		s.Add(m.V)
	}
}

func (s *system) Spawner(turns support.Turns, sum support.Sum) *actor.PID {
	return s.spawn(&spawner{turns, sum})
}

// held is a counter that waits in its first handler until it is let go.
type held struct {
	counter
	support.Gate
}

func (h *held) Receive(ctx actor.Context) {
	switch ctx.Message().(type) {
	case support.Tick:
		h.Wait()
	default:
		h.counter.Receive(ctx)
	}
}

func (s *system) Held(sum support.Sum, gate support.Gate) *actor.PID {
	return s.spawn(&held{counter{sum}, gate}, lockfree)
}

// idle keeps one number.
type idle struct{ support.Idle }

func (i *idle) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		i.Add(m.V)
	}
}

func (s *system) Idle(state support.Idle) *actor.PID { return s.spawn(&idle{state}, lockfree) }
