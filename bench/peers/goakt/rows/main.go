// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"strconv"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
)

var background = context.Background()

type system struct {
	actors  actor.ActorSystem
	spawned int
}

func main() { support.Main("goakt", &system{}) }

func (s *system) Start() {
	var err error
	s.actors, err = actor.NewActorSystem("bench",
		actor.WithLoggingDisabled(),
		actor.WithActorInitMaxRetries(1),
		actor.WithThroughputBudget(64))
	support.Must(err)
	support.Must(s.actors.Start(background))
}

// plain is what an actor needs besides its Receive.
type plain struct{}

func (plain) PreStart(*actor.Context) error { return nil }
func (plain) PostStop(*actor.Context) error { return nil }

func (s *system) spawn(a actor.Actor, options ...actor.SpawnOption) *actor.PID {
	s.spawned++
	name := "actor-" + strconv.Itoa(s.spawned)
	pid, err := s.actors.Spawn(background, name, a, append(options, actor.WithLongLived())...)
	support.Must(err)
	return pid
}

func (s *system) Stop(pid *actor.PID) { support.Must(pid.Shutdown(background)) }

func tell(to *actor.PID, message any) { support.Must(actor.Tell(background, to, message)) }

func (s *system) Numbers(to *actor.PID) func(uint64) {
	return func(v uint64) { tell(to, &support.Number{V: v}) }
}

func (s *system) Stamps(to *actor.PID) func(int64) {
	return func(at int64) { tell(to, &support.Stamp{At: at}) }
}

func (s *system) Begin(to *actor.PID) { tell(to, &support.Tick{}) }

func (s *system) Meet(to, peer *actor.PID) { tell(to, &meet{peer}) }
