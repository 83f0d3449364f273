// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
)

// worker sends itself what it calculated.
type worker struct {
	plain
	support.Work
}

func (w *worker) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Number:
		if v, more := w.Next(m.V); more {
			ctx.Tell(ctx.Self(), &support.Number{V: v})
		}
	}
}

func (s *system) Worker(work support.Work) *actor.PID { return s.spawn(&worker{Work: work}) }

// reader answers a block with the sum of some of its bytes.
type reader struct{ plain }

func (reader) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Block:
		ctx.Tell(ctx.Sender(), &support.Answer{V: support.BlockSum(m.Bytes)})
	}
}

func (s *system) Reader() *actor.PID { return s.spawn(reader{}) }

// packer sends blocks as long as its window is open.
type packer struct {
	plain
	support.Window
	to *actor.PID
}

func (p *packer) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *support.Tick:
		p.send(ctx)
	case *support.Answer:
		p.Add(m.V)
		p.send(ctx)
	}
}

func (p *packer) send(ctx *actor.ReceiveContext) {
	for p.Open() {
		ctx.Tell(p.to, &support.Block{Bytes: p.Block()})
	}
}

func (s *system) Packer(window support.Window, to *actor.PID) *actor.PID {
	return s.spawn(&packer{Window: window, to: to})
}

type slept struct{}

// sleeper blocks for each tick, one after the other: a task that blocks is piped to the actor
// itself, so that it does not hold a worker of the dispatcher.
type sleeper struct {
	plain
	support.Naps
	waiting int
}

func (s *sleeper) block(ctx *actor.ReceiveContext) {
	ctx.PipeTo(ctx.Self(), func() (any, error) {
		time.Sleep(support.Nap)
		return &slept{}, nil
	})
}

func (s *sleeper) Receive(ctx *actor.ReceiveContext) {
	switch ctx.Message().(type) {
	case *support.Tick:
		if s.waiting++; s.waiting == 1 {
			s.block(ctx)
		}
	case *slept:
		if s.waiting--; s.waiting > 0 {
			s.block(ctx)
		}
		s.Over()
	}
}

func (s *system) Sleeper(naps support.Naps) *actor.PID { return s.spawn(&sleeper{Naps: naps}) }
