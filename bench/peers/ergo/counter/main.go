// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"log"

	"ergo.services/ergo"
	"ergo.services/ergo/act"
	"ergo.services/ergo/gen"
)

type increment struct{ by int }
type get struct{}
type count struct{ value int }

type counter struct {
	act.Actor
	value int
}

func newCounter() gen.ProcessBehavior { return &counter{} }

func (c *counter) HandleMessage(from gen.PID, message any) error {
	switch m := message.(type) {
	case increment:
		c.value += m.by
	}
	return nil
}

func (c *counter) HandleCall(from gen.PID, ref gen.Ref, request any) (any, error) {
	switch request.(type) {
	case get:
		return count{c.value}, nil
	}
	return nil, gen.ErrUnsupported
}

// asker is there because only processes can make requests.
type asker struct{ act.Actor }

func newAsker() gen.ProcessBehavior { return &asker{} }

func (a *asker) HandleMessage(from gen.PID, message any) error {
	to := message.(gen.PID)
	a.Send(to, increment{1})
	a.Send(to, increment{2})
	reply, err := a.Call(to, get{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.(count).value)
	go a.Node().Stop()
	return nil
}

func main() {
	var options gen.NodeOptions
	options.Network.Mode = gen.NetworkModeDisabled
	options.Log.DefaultLogger.Disable = true
	node, err := ergo.StartNode("counter@localhost", options)
	if err != nil {
		log.Fatal(err)
	}
	pid, err := node.Spawn(newCounter, gen.ProcessOptions{})
	if err != nil {
		log.Fatal(err)
	}
	asking, err := node.Spawn(newAsker, gen.ProcessOptions{})
	if err != nil {
		log.Fatal(err)
	}
	if err := node.Send(asking, pid); err != nil {
		log.Fatal(err)
	}
	node.Wait()
}
