// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"akt.bench/support"
	"github.com/anthdm/hollywood/actor"
)

// worker sends itself what it calculated.
type worker struct{ support.Work }

func (w *worker) Receive(ctx *actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		if v, more := w.Next(m.V); more {
			ctx.Send(ctx.PID(), &support.Number{V: v})
		}
	}
}

func (s *system) Worker(work support.Work) *actor.PID { return s.spawn(&worker{work}) }

// reader answers a block with the sum of some of its bytes.
type reader struct{}

func (reader) Receive(ctx *actor.Context) {
	switch m := ctx.Message().(type) {
	case *support.Block:
		ctx.Respond(&support.Answer{V: support.BlockSum(m.Bytes)})
	}
}

func (s *system) Reader() *actor.PID { return s.spawn(reader{}) }

// packer sends blocks as long as its window is open.
type packer struct {
	support.Window
	to *actor.PID
}

func (p *packer) Receive(ctx *actor.Context) {
	switch m := ctx.Message().(type) {
	case support.Tick:
		p.send(ctx)
	case *support.Answer:
		p.Add(m.V)
		p.send(ctx)
	}
}

func (p *packer) send(ctx *actor.Context) {
	for p.Open() {
		ctx.Send(p.to, &support.Block{Bytes: p.Block()})
	}
}

func (s *system) Packer(window support.Window, to *actor.PID) *actor.PID {
	return s.spawn(&packer{window, to})
}

// sleeper blocks for each tick: only its own goroutine waits.
type sleeper struct{ support.Naps }

func (s *sleeper) Receive(ctx *actor.Context) {
	switch ctx.Message().(type) {
	case support.Tick:
		time.Sleep(support.Nap)
		s.Over()
	}
}

func (s *system) Sleeper(naps support.Naps) *actor.PID { return s.spawn(&sleeper{naps}) }
