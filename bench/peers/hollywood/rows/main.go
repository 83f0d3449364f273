// SPDX-License-Identifier: Apache-2.0

package main

import (
	"log/slog"

	"akt.bench/support"
	"github.com/anthdm/hollywood/actor"
)

type system struct{ engine *actor.Engine }

func main() { support.Main("hollywood", &system{}) }

func (s *system) Start() {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	engine, err := actor.NewEngine(actor.NewEngineConfig())
	support.Must(err)
	s.engine = engine
}

// small is the first size of the inbox of actors of which there are many; it grows when it has to.
var small = actor.WithInboxSize(4)

func (s *system) spawn(a actor.Receiver, options ...actor.OptFunc) *actor.PID {
	return s.engine.Spawn(func() actor.Receiver { return a }, "actor", options...)
}

func (s *system) Stop(pid *actor.PID) { <-s.engine.Poison(pid).Done() }

func (s *system) Numbers(to *actor.PID) func(uint64) {
	return func(v uint64) { s.engine.Send(to, &support.Number{V: v}) }
}

func (s *system) Stamps(to *actor.PID) func(int64) {
	return func(at int64) { s.engine.Send(to, &support.Stamp{At: at}) }
}

func (s *system) Begin(to *actor.PID) { s.engine.Send(to, support.Tick{}) }

func (s *system) Meet(to, peer *actor.PID) { s.engine.Send(to, &meet{peer}) }
