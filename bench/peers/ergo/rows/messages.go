// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

// meet tells an actor whom to send to.
type meet struct{ peer gen.PID }

// player sends to its peer what becomes of a number.
type player struct {
	act.Actor
	next support.Next
	peer gen.PID
}

func (p *player) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Number:
		if v, more := p.next(m.V); more {
			p.SendPID(p.peer, support.Number{V: v})
		}
	case meet:
		p.peer = m.peer
	}
	return nil
}

func (s *system) Player(next support.Next, peer gen.PID) gen.PID {
	return s.spawn(&player{next: next, peer: peer})
}

// counter adds up numbers.
type counter struct {
	act.Actor
	support.Sum
}

func (k *counter) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Number:
		k.Add(m.V)
	}
	return nil
}

func (s *system) Counter(sum support.Sum) gen.PID { return s.spawn(&counter{Sum: sum}) }

// producer sends numbers to each counter.
type producer struct {
	act.Actor
	support.Turns
	to []gen.PID
}

func (p *producer) HandleMessage(from gen.PID, message any) error {
	switch message.(type) {
	case support.Tick:
		for v, end := p.Take(); v < end; v++ {
			for _, to := range p.to {
				p.SendPID(to, support.Number{V: v})
			}
		}
		if p.More() {
			p.SendPID(p.PID(), support.Tick{})
		}
	}
	return nil
}

func (s *system) Producer(turns support.Turns, to []gen.PID) gen.PID {
	return s.spawn(&producer{Turns: turns, to: to})
}

// watch notes the age of stamps.
type watch struct {
	act.Actor
	support.Watch
}

func (w *watch) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Stamp:
		w.Note(m.At)
	}
	return nil
}

func (s *system) Watch(state support.Watch) gen.PID { return s.spawn(&watch{Watch: state}) }
