// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"ergo.services/ergo"
	"ergo.services/ergo/gen"
)

type system struct{ node gen.Node }

func main() { support.Main("ergo", &system{}) }

func (s *system) Start() {
	var options gen.NodeOptions
	options.Network.Mode = gen.NetworkModeDisabled
	options.Log.Level = gen.LogLevelDisabled
	options.Log.DefaultLogger.Disable = true
	node, err := ergo.StartNode("bench@localhost", options)
	support.Must(err)
	s.node = node
}

func (s *system) spawn(a gen.ProcessBehavior) gen.PID {
	factory := func() gen.ProcessBehavior { return a }
	pid, err := s.node.Spawn(factory, gen.ProcessOptions{})
	support.Must(err)
	return pid
}

func (s *system) Stop(pid gen.PID) {
	support.Must(s.node.SendExit(pid, gen.TerminateReasonNormal))
}

// tell takes the PID as the interface that the node wants: it is made once, not for each message.
func (s *system) tell(to, message any) { support.Must(s.node.Send(to, message)) }

func (s *system) Numbers(to gen.PID) func(uint64) {
	var pid any = to
	return func(v uint64) { s.tell(pid, support.Number{V: v}) }
}

func (s *system) Stamps(to gen.PID) func(int64) {
	var pid any = to
	return func(at int64) { s.tell(pid, support.Stamp{At: at}) }
}

func (s *system) Begin(to gen.PID) { s.tell(to, support.Tick{}) }

func (s *system) Meet(to, peer gen.PID) { s.tell(to, meet{peer}) }
