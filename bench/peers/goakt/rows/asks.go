// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
	"github.com/tochemey/goakt/v4/reentrancy"
)

const timeout = 5 * time.Second

type question struct{ v uint64 }

// echo answers with the number it is asked.
type echo struct{ plain }

func (echo) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *question:
		ctx.Response(&answer{m.v})
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

// asker asks n times, one after the other. It waits for the reply if nobody needs its worker; with a
// request the next one is asked from a message to itself.
type asker struct {
	plain
	to       *actor.PID
	asked, n uint64
	done     chan<- uint64
	blocking bool
}

func (a *asker) Receive(ctx *actor.ReceiveContext) {
	switch ctx.Message().(type) {
	case *tick:
		if !a.blocking {
			a.request(ctx)
			return
		}
		for ; a.asked < a.n; a.asked++ {
			check(ctx.Ask(a.to, &question{a.asked}, timeout), nil, a.asked)
		}
		a.done <- a.asked
	}
}

// request does not hold a worker of the dispatcher, which ctx.Ask does.
func (a *asker) request(ctx *actor.ReceiveContext) {
	self := ctx.Self()
	call := ctx.Request(a.to, &question{a.asked}, actor.WithRequestTimeout(timeout))
	if call == nil {
		support.Fail("ask: no request")
	}
	call.Then(func(reply any, err error) { a.replied(self, reply, err) })
}

func (a *asker) replied(self *actor.PID, reply any, err error) {
	check(reply, err, a.asked)
	if a.asked++; a.asked < a.n {
		support.Must(self.Tell(background, self, &tick{}))
	} else {
		a.done <- a.asked
	}
}

func askInside(row string, pairs int, limit uint64) {
	start()
	// As many blocking asks as there are workers leave none that could answer.
	blocking := pairs == 1
	reentrant := reentrancy.New(reentrancy.WithMode(reentrancy.AllowAll))
	support.Rate(row, "asks/s", limit, func(n uint64, c *support.Clock) uint64 {
		var echoes, askers cast
		done := make(chan uint64, pairs)
		for range pairs {
			a := &asker{to: echoes.spawn(echo{}), n: n, done: done, blocking: blocking}
			askers.spawn(a, actor.WithReentrancy(reentrant))
		}
		c.Start()
		for _, pid := range askers.pids {
			tell(pid, &tick{})
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
			reply, err := actor.Ask(background, to, &question{i}, timeout)
			check(reply, err, i)
		}
		c.Stop()
		all.stop()
		return n
	})
}
