// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"strconv"

	"akt.bench/support"
	"github.com/tochemey/goakt/v4/actor"
)

var (
	background = context.Background()
	system     actor.ActorSystem
)

func main() {
	support.Main("goakt", []support.Row{
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
	var err error
	system, err = actor.NewActorSystem("bench",
		actor.WithLoggingDisabled(),
		actor.WithActorInitMaxRetries(1),
		actor.WithThroughputBudget(64))
	support.Must(err)
	support.Must(system.Start(background))
}

// plain is what an actor needs besides its Receive.
type plain struct{}

func (plain) PreStart(*actor.Context) error { return nil }
func (plain) PostStop(*actor.Context) error { return nil }

// cast is the actors of one round.
type cast struct{ pids []*actor.PID }

var spawned int

func (c *cast) spawn(a actor.Actor, options ...actor.SpawnOption) *actor.PID {
	spawned++
	name := "actor-" + strconv.Itoa(spawned)
	pid, err := system.Spawn(background, name, a, append(options, actor.WithLongLived())...)
	support.Must(err)
	c.pids = append(c.pids, pid)
	return pid
}

func (c *cast) stop() {
	for _, pid := range c.pids {
		support.Must(pid.Shutdown(background))
	}
}

// tell sends from the main thread.
func tell(to *actor.PID, message any) {
	if err := actor.Tell(background, to, message); err != nil {
		support.Fail("tell: %v", err)
	}
}
