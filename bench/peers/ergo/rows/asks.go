// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

const timeout = 5 // seconds

// echo answers with the number it is asked.
type echo struct{ act.Actor }

func (e *echo) HandleCall(from gen.PID, ref gen.Ref, request any) (any, error) {
	return &support.Answer{V: request.(support.Question).V}, nil
}

func (s *system) Echo() gen.PID { return s.spawn(&echo{}) }

// asker waits for each reply before it asks again.
type asker struct {
	act.Actor
	support.Asks
	to gen.PID
}

func (a *asker) HandleMessage(from gen.PID, message any) error {
	switch message.(type) {
	case support.Tick:
		for v := range a.N {
			reply, err := a.CallPID(a.to, support.Question{V: v}, timeout)
			support.CheckReply(reply, err, v)
		}
		a.Done <- a.N
	}
	return nil
}

func (s *system) Asker(asks support.Asks, to gen.PID) gen.PID {
	return s.spawn(&asker{Asks: asks, to: to})
}
