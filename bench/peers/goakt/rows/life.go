// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strconv"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
)

// child answers one message and stops.
type child struct {
	plain
	parent *actor.PID
}

func (k *child) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *num:
		ctx.Tell(k.parent, &answer{m.v})
		ctx.Shutdown()
	}
}

// spawner spawns n actors, 500 in a turn.
type spawner struct {
	plain
	n, spawned, answered, sum uint64
	done                      chan<- uint64
}

func (s *spawner) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *tick:
		for end := min(s.n, s.spawned+500); s.spawned < end; s.spawned++ {
			s.spawn(ctx, "child-"+strconv.FormatUint(s.spawned, 10))
		}
		if s.spawned < s.n {
			ctx.Tell(ctx.Self(), &tick{})
		}
	case *answer:
		s.sum += m.v
		if s.answered++; s.answered == s.n {
			s.done <- s.sum
		}
	}
}

func (s *spawner) spawn(ctx *actor.ReceiveContext, name string) {
	pid := ctx.Spawn(name, &child{parent: ctx.Self()}, actor.WithLongLived())
	if pid == nil {
		support.Fail("spawn: no actor %s", name)
	}
	ctx.Tell(pid, &num{s.spawned})
}

func spawnAndStop() {
	start()
	support.Rate("spawn", "actors/s", 3_000_000, func(n uint64, c *support.Clock) uint64 {
		var all cast
		done := make(chan uint64, 1)
		pid := all.spawn(&spawner{n: n, done: done})
		c.Start()
		tell(pid, &tick{})
		support.Check("sum of the answers", <-done, support.SumBelow(n))
		c.Stop()
		all.stop()
		return n
	})
}
