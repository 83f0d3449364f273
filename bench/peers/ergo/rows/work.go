// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"akt.bench/support"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

// worker sends itself what it calculated.
type worker struct {
	act.Actor
	support.Work
}

func (w *worker) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Number:
		if v, more := w.Next(m.V); more {
			w.SendPID(w.PID(), support.Number{V: v})
		}
	}
	return nil
}

func (s *system) Worker(work support.Work) gen.PID { return s.spawn(&worker{Work: work}) }

// reader answers a block with the sum of some of its bytes.
type reader struct{ act.Actor }

func (r *reader) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Block:
		r.SendPID(from, support.Answer{V: support.BlockSum(m.Bytes)})
	}
	return nil
}

func (s *system) Reader() gen.PID { return s.spawn(&reader{}) }

// packer sends blocks as long as its window is open.
type packer struct {
	act.Actor
	support.Window
	to gen.PID
}

func (p *packer) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case support.Tick:
		p.send()
	case support.Answer:
		p.Add(m.V)
		p.send()
	}
	return nil
}

func (p *packer) send() {
	for p.Open() {
		p.SendPID(p.to, support.Block{Bytes: p.Block()})
	}
}

func (s *system) Packer(window support.Window, to gen.PID) gen.PID {
	return s.spawn(&packer{Window: window, to: to})
}

// sleeper blocks for each tick: only its own goroutine waits.
type sleeper struct {
	act.Actor
	support.Naps
}

func (s *sleeper) HandleMessage(from gen.PID, message any) error {
	switch message.(type) {
	case support.Tick:
		time.Sleep(support.Nap)
		s.Over()
	}
	return nil
}

func (s *system) Sleeper(naps support.Naps) gen.PID { return s.spawn(&sleeper{Naps: naps}) }
