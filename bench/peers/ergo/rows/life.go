// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

// child answers one message and stops.
type child struct{ act.Actor }

func newChild() gen.ProcessBehavior { return &child{} }

func (k *child) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case num:
		k.SendPID(from, answer{m.v})
	}
	return gen.TerminateReasonNormal
}

// spawner spawns n actors, 500 in a turn.
type spawner struct {
	act.Actor
	n, spawned, answered, sum uint64
	done                      chan<- uint64
}

func (s *spawner) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case tick:
		for end := min(s.n, s.spawned+500); s.spawned < end; s.spawned++ {
			pid, err := s.Spawn(newChild, gen.ProcessOptions{})
			support.Must(err)
			s.SendPID(pid, num{s.spawned})
		}
		if s.spawned < s.n {
			s.SendPID(s.PID(), tick{})
		}
	case answer:
		s.sum += m.v
		if s.answered++; s.answered == s.n {
			s.done <- s.sum
		}
	}
	return nil
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
