// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strconv"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
)

// child sends one number back and stops.
type child struct {
	plain
	parent *actor.PID
}

func (k *child) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		ctx.Tell(k.parent, &support.Answer{V: m.V})
		ctx.Shutdown()
	}
}

// spawner spawns an actor for each number.
type spawner struct {
	plain
	support.Turns
	support.Sum
}

func (s *spawner) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Tick:
		for v, end := s.Take(); v < end; v++ {
			s.spawn(ctx, v)
		}
		if s.More() {
			ctx.Tell(ctx.Self(), &support.Tick{})
		}
	case *support.Answer:
		s.Add(m.V)
	}
}

func (s *spawner) spawn(ctx *actor.ReceiveContext, v uint64) {
	name := "child-" + strconv.FormatUint(v, 10)
	pid := ctx.Spawn(name, &child{parent: ctx.Self()}, actor.WithLongLived())
	if pid == nil {
		support.Fail("spawn: no actor %s", name)
	}
	ctx.Tell(pid, &support.Number{V: v})
}

func (s *system) Spawner(turns support.Turns, sum support.Sum) *actor.PID {
	return s.spawn(&spawner{Turns: turns, Sum: sum})
}

// held is a counter that waits in its first handler until it is let go.
type held struct {
	counter
	support.Gate
}

func (h *held) Receive(ctx *actor.ReceiveContext) {
	switch ctx.Message().(type) {
	case *support.Tick:
		h.Wait()
	default:
		h.counter.Receive(ctx)
	}
}

func (s *system) Held(sum support.Sum, gate support.Gate) *actor.PID {
	return s.spawn(&held{counter: counter{Sum: sum}, Gate: gate})
}

// idle keeps one number.
type idle struct {
	plain
	support.Idle
}

func (i *idle) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		i.Add(m.V)
	}
}

func (s *system) Idle(state support.Idle) *actor.PID { return s.spawn(&idle{Idle: state}) }
