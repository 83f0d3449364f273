// SPDX-License-Identifier: Apache-2.0

package main

import (
	"log/slog"

	"akt.bench/support"
	"github.com/asynkron/protoactor-go/actor"
)

var (
	system *actor.ActorSystem
	root   *actor.RootContext
)

func main() {
	support.Main("protoactor", []support.Row{
		{Name: "pingpong1", Run: func() { pingpong("pingpong1", 1, 4_000_000) }},
		{Name: "pingpong64", Run: func() { pingpong("pingpong64", 64, 200_000) }},
		{Name: "fanin1", Run: func() { fan("fanin1", 1, 1, 500, 20_000_000) }},
		{Name: "fanin4", Run: func() { fan("fanin4", 4, 1, 500, 4_000_000) }},
		{Name: "fanin64", Run: func() { fan("fanin64", 64, 1, 500, 250_000) }},
		{Name: "fanout256", Run: func() { fan("fanout256", 1, 256, 2, 60_000) }},
		{Name: "tell_ext", Run: tellFromOutside},
		{Name: "ring1000", Run: ring},
		{Name: "work64", Run: work},
		{Name: "payload64k", Run: payload},
		{Name: "spawn", Run: spawnAndStop},
		{Name: "ask_in", Run: func() { askInside("ask_in", 1, 4_000_000) }},
		{Name: "ask_in64", Run: func() { askInside("ask_in64", 64, 100_000) }},
		{Name: "ask_ext", Run: askFromOutside},
		{Name: "blocked", Run: blocked},
		{Name: "mbox", Run: mailbox},
		{Name: "idle_mem", Run: idleMemory},
		{Name: "lat_burst", Run: latencyOfBursts},
		{Name: "lat_load", Run: latencyUnderLoad},
	})
}

// start brings the system up that all rounds of a row share.
func start() {
	system = actor.NewActorSystem(actor.WithLoggerFactory(func(*actor.ActorSystem) *slog.Logger {
		return slog.New(slog.DiscardHandler)
	}))
	root = system.Root
}

// lockfree is the mailbox that is cheaper to allocate, and to empty when it is long.
var lockfree = actor.WithMailbox(actor.UnboundedLockfree())

// cast is the actors of one round.
type cast struct{ pids []*actor.PID }

func (c *cast) spawn(a actor.Actor, options ...actor.PropsOption) *actor.PID {
	pid := root.Spawn(actor.PropsFromProducer(func() actor.Actor { return a }, options...))
	c.pids = append(c.pids, pid)
	return pid
}

func (c *cast) stop() {
	for _, pid := range c.pids {
		support.Must(root.StopFuture(pid).Wait())
	}
}

// tell sends from the main thread.
func tell(to *actor.PID, message any) { root.Send(to, message) }
