// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"akt.bench/support"
	"github.com/asynkron/protoactor-go/actor"
)

const timeout = 5 * time.Second

type question struct{ v uint64 }

// echo answers with the number it is asked.
type echo struct{}

func (echo) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *question:
		ctx.Respond(&answer{m.v})
	}
}

func check(reply any, err error, want uint64) {
	if err != nil {
		support.Fail("ask: %v", err)
	}
	a, ok := reply.(*answer)
	if !ok {
		support.Fail("ask: the reply is a %T", reply)
	}
	support.Check("reply", a.v, want)
}

// asker asks n times, one after the other.
type asker struct {
	to       *actor.PID
	asked, n uint64
	done     chan<- uint64
}

func (a *asker) Receive(ctx actor.Context) {
	switch ctx.Message().(type) {
	case tick:
		for ; a.asked < a.n; a.asked++ {
			reply, err := ctx.RequestFuture(a.to, &question{a.asked}, timeout).Result()
			check(reply, err, a.asked)
		}
		a.done <- a.asked
	}
}

func askInside(row string, pairs int, limit uint64) {
	start()
	support.Rate(row, "asks/s", limit, func(n uint64, c *support.Clock) uint64 {
		var echoes, askers cast
		done := make(chan uint64, pairs)
		for range pairs {
			askers.spawn(&asker{to: echoes.spawn(echo{}), n: n, done: done})
		}
		c.Start()
		for _, pid := range askers.pids {
			tell(pid, tick{})
		}
		for range pairs {
			support.Check("replies", <-done, n)
		}
		c.Stop()
		askers.stop()
		echoes.stop()
		return n * uint64(pairs)
	})
}

func askFromOutside() {
	start()
	support.Rate("ask_ext", "asks/s", 300_000, func(n uint64, c *support.Clock) uint64 {
		var all cast
		to := all.spawn(echo{})
		c.Start()
		for i := range n {
			reply, err := root.RequestFuture(to, &question{i}, timeout).Result()
			check(reply, err, i)
		}
		c.Stop()
		all.stop()
		return n
	})
}
