// SPDX-License-Identifier: Apache-2.0

package main

import (
	"log/slog"

	"akt.bench/support"
	"github.com/anthdm/hollywood/actor"
)

var engine *actor.Engine

func main() {
	support.Main("hollywood", []support.Row{
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

// start brings the engine up that all rounds of a row share.
func start() {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	var err error
	engine, err = actor.NewEngine(actor.NewEngineConfig())
	support.Must(err)
}

// small is the first size of the inbox of actors of which there are many; it grows when it has to.
var small = actor.WithInboxSize(4)

// cast is the actors of one round.
type cast struct{ pids []*actor.PID }

func (c *cast) spawn(a actor.Receiver, options ...actor.OptFunc) *actor.PID {
	pid := engine.Spawn(func() actor.Receiver { return a }, "actor", options...)
	c.pids = append(c.pids, pid)
	return pid
}

func (c *cast) stop() {
	for _, pid := range c.pids {
		<-engine.Poison(pid).Done()
	}
}

// tell sends from the main thread.
func tell(to *actor.PID, message any) { engine.Send(to, message) }
