// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

// child sends one number back and stops.
type child struct{ act.Actor }

func newChild() gen.ProcessBehavior { return &child{} }

func (k *child) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Number:
		k.SendPID(from, support.Answer{V: m.V})
	}
	return gen.TerminateReasonNormal
}

// spawner spawns an actor for each number.
type spawner struct {
	act.Actor
	support.Turns
	support.Sum
}

func (s *spawner) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Tick:
		for v, end := s.Take(); v < end; v++ {
			pid, err := s.Spawn(newChild, gen.ProcessOptions{})
			support.Must(err)
			s.SendPID(pid, support.Number{V: v})
		}
		if s.More() {
			s.SendPID(s.PID(), support.Tick{})
		}
	case support.Answer:
		s.Add(m.V)
	}
	return nil
}

func (s *system) Spawner(turns support.Turns, sum support.Sum) gen.PID {
	return s.spawn(&spawner{Turns: turns, Sum: sum})
}

// held is a counter that waits in its first handler until it is let go.
type held struct {
	counter
	support.Gate
}

func (h *held) HandleMessage(from gen.PID, message any) error {
	switch message.(type) {
	case support.Tick:
		h.Wait()
		return nil
	default:
		return h.counter.HandleMessage(from, message)
	}
}

func (s *system) Held(sum support.Sum, gate support.Gate) gen.PID {
	return s.spawn(&held{counter: counter{Sum: sum}, Gate: gate})
}

// idle keeps one number.
type idle struct {
	act.Actor
	support.Idle
}

func (i *idle) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Number:
		i.Add(m.V)
	}
	return nil
}

func (s *system) Idle(state support.Idle) gen.PID { return s.spawn(&idle{Idle: state}) }
