// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"github.com/asynkron/protoactor-go/actor"
)

// child answers one message and stops.
type child struct{ parent *actor.PID }

func (k *child) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *num:
		ctx.Send(k.parent, &answer{m.v})
		ctx.Stop(ctx.Self())
	}
}

// spawner spawns n actors, 500 in a turn.
type spawner struct {
	n, spawned, answered, sum uint64
	done                      chan<- uint64
}

func (s *spawner) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case tick:
		self := ctx.Self()
		props := actor.PropsFromProducer(func() actor.Actor { return &child{self} }, lockfree)
		for end := min(s.n, s.spawned+500); s.spawned < end; s.spawned++ {
			ctx.Send(ctx.Spawn(props), &num{s.spawned})
		}
		if s.spawned < s.n {
			ctx.Send(ctx.Self(), tick{})
		}
	case *answer:
		s.sum += m.v
		if s.answered++; s.answered == s.n {
			s.done <- s.sum
		}
	}
}

func spawnAndStop() {
	start()
	support.Rate("spawn", "actors/s", 3_000_000, func(n uint64, c *support.Clock) uint64 {
		var all cast
		done := make(chan uint64, 1)
		pid := all.spawn(&spawner{n: n, done: done})
		c.Start()
		tell(pid, tick{})
		support.Check("sum of the answers", <-done, support.SumBelow(n))
		c.Stop()
		all.stop()
		return n
	})
}
