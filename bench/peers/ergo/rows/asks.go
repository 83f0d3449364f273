// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

const timeout = 5 // seconds

type question struct{ v uint64 }

// echo answers with the number it is asked.
type echo struct{ act.Actor }

func (e *echo) HandleCall(from gen.PID, ref gen.Ref, request any) (any, error) {
	return answer{request.(question).v}, nil
}

// asker asks n times, one after the other.
type asker struct {
	act.Actor
	to       gen.PID
	asked, n uint64
	done     chan<- uint64
}

func (a *asker) HandleMessage(from gen.PID, message any) error {
	switch message.(type) {
	case tick:
		for ; a.asked < a.n; a.asked++ {
			reply, err := a.CallPID(a.to, question{a.asked}, timeout)
			support.Must(err)
			support.Check("reply", reply.(answer).v, a.asked)
		}
		a.done <- a.asked
	}
	return nil
}

func askInside(row string, pairs int, limit uint64) {
	start()
	support.Rate(row, "asks/s", limit, func(n uint64, c *support.Clock) uint64 {
		var echoes, askers cast
		done := make(chan uint64, pairs)
		for range pairs {
			askers.spawn(&asker{to: echoes.spawn(&echo{}), n: n, done: done})
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
