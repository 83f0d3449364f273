// SPDX-License-Identifier: Apache-2.0

package main

import (
	"log/slog"

	"akt.bench/support"
	"github.com/asynkron/protoactor-go/actor"
)

type system struct{ root *actor.RootContext }

func main() { support.Main("protoactor", &system{}) }

func (s *system) Start() {
	s.root = actor.NewActorSystem(actor.WithLoggerFactory(func(*actor.ActorSystem) *slog.Logger {
		return slog.New(slog.DiscardHandler)
	})).Root
}

// lockfree is the mailbox that is cheaper to allocate, to empty when it is long, and for many senders.
var lockfree = actor.WithMailbox(actor.UnboundedLockfree())

func (s *system) spawn(a actor.Actor, options ...actor.PropsOption) *actor.PID {
	return s.root.Spawn(actor.PropsFromProducer(func() actor.Actor { return a }, options...))
}

func (s *system) Stop(pid *actor.PID) { support.Must(s.root.StopFuture(pid).Wait()) }

func (s *system) Numbers(to *actor.PID) func(uint64) {
	return func(v uint64) { s.root.Send(to, &support.Number{V: v}) }
}

func (s *system) Stamps(to *actor.PID) func(int64) {
	return func(at int64) { s.root.Send(to, &support.Stamp{At: at}) }
}

func (s *system) Begin(to *actor.PID) { s.root.Send(to, support.Tick{}) }

func (s *system) Meet(to, peer *actor.PID) { s.root.Send(to, &meet{peer}) }
