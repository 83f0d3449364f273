// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
	"github.com/tochemey/goakt/v4/reentrancy"
)

const timeout = 5 * time.Second

// echo answers with the number it is asked.
type echo struct{ plain }

func (echo) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Question:
		ctx.Response(&support.Answer{V: m.V})
	}
}

func (s *system) Echo() *actor.PID { return s.spawn(echo{}) }

// asker asks one after the other. It waits for the reply if nobody needs its worker; with a request
// the next one is asked from a message to itself.
type asker struct {
	plain
	support.Asks
	to    *actor.PID
	asked uint64
}

func (a *asker) Receive(ctx *actor.ReceiveContext) {
	switch ctx.Message().(type) {
	case *support.Tick:
		// As many blocking asks as there are workers leave none that could answer.
		if a.Pairs > 1 {
			a.request(ctx)
			return
		}
		for v := range a.N {
			support.CheckReply(ctx.Ask(a.to, &support.Question{V: v}, timeout), nil, v)
		}
		a.Done <- a.N
	}
}

// request does not hold a worker of the dispatcher, which ctx.Ask does.
func (a *asker) request(ctx *actor.ReceiveContext) {
	self := ctx.Self()
	question := &support.Question{V: a.asked}
	call := ctx.Request(a.to, question, actor.WithRequestTimeout(timeout))
	if call == nil {
		support.Fail("ask: no request")
	}
	call.Then(func(reply any, err error) { a.replied(self, reply, err) })
}

func (a *asker) replied(self *actor.PID, reply any, err error) {
	support.CheckReply(reply, err, a.asked)
	if a.asked++; a.asked < a.N {
		support.Must(self.Tell(background, self, &support.Tick{}))
	} else {
		a.Done <- a.N
	}
}

var reentrant = reentrancy.New(reentrancy.WithMode(reentrancy.AllowAll))

func (s *system) Asker(asks support.Asks, to *actor.PID) *actor.PID {
	return s.spawn(&asker{Asks: asks, to: to}, actor.WithReentrancy(reentrant))
}

func (s *system) Ask(to *actor.PID, v uint64) {
	reply, err := actor.Ask(background, to, &support.Question{V: v}, timeout)
	support.CheckReply(reply, err, v)
}
