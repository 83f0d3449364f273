// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo"
	"ergo.services/ergo/gen"
)

var node gen.Node

func main() {
	support.Main("ergo", []support.Row{
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
		{Name: "blocked", Run: blocked},
		{Name: "mbox", Run: mailbox},
		{Name: "idle_mem", Run: idleMemory},
		{Name: "lat_burst", Run: latencyOfBursts},
		{Name: "lat_load", Run: latencyUnderLoad},
	})
}

// start brings the node up that all rounds of a row share.
func start() {
	var options gen.NodeOptions
	options.Network.Mode = gen.NetworkModeDisabled
	options.Log.Level = gen.LogLevelDisabled
	options.Log.DefaultLogger.Disable = true
	var err error
	node, err = ergo.StartNode("bench@localhost", options)
	support.Must(err)
}

// cast is the actors of one round.
type cast struct{ pids []gen.PID }

func (c *cast) spawn(a gen.ProcessBehavior) gen.PID {
	factory := func() gen.ProcessBehavior { return a }
	pid, err := node.Spawn(factory, gen.ProcessOptions{})
	support.Must(err)
	c.pids = append(c.pids, pid)
	return pid
}

func (c *cast) stop() {
	for _, pid := range c.pids {
		support.Must(node.SendExit(pid, gen.TerminateReasonNormal))
	}
}

// tell sends from the main thread, to a PID.
func tell(to, message any) {
	if err := node.Send(to, message); err != nil {
		support.Fail("send: %v", err)
	}
}
