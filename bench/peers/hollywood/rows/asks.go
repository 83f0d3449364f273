// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"akt.bench/support"
	"github.com/anthdm/hollywood/actor"
)

const timeout = 5 * time.Second

// echo answers with the number it is asked.
type echo struct{}

func (echo) Receive(ctx *actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Question:
		ctx.Respond(&support.Answer{V: m.V})
	}
}

func (s *system) Echo() *actor.PID { return s.spawn(echo{}) }

// asker waits for each reply before it asks again.
type asker struct {
	support.Asks
	to *actor.PID
}

func (a *asker) Receive(ctx *actor.Context) {
	switch ctx.Message().(type) {
	case support.Tick:
		for v := range a.N {
			reply, err := ctx.Request(a.to, &support.Question{V: v}, timeout).Result()
			support.CheckReply(reply, err, v)
		}
		a.Done <- a.N
	}
}

func (s *system) Asker(asks support.Asks, to *actor.PID) *actor.PID {
	return s.spawn(&asker{asks, to})
}

func (s *system) Ask(to *actor.PID, v uint64) {
	reply, err := s.engine.Request(to, &support.Question{V: v}, timeout).Result()
	support.CheckReply(reply, err, v)
}
