// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"log"
	"time"

	"github.com/anthdm/hollywood/actor"
)

type increment struct{ by int }
type get struct{}
type count struct{ value int }

type counter struct{ value int }

func newCounter() actor.Receiver { return &counter{} }

func (c *counter) Receive(ctx *actor.Context) {
	switch m := ctx.Message().(type) {
	case *increment:
		c.value += m.by
	case *get:
		ctx.Respond(&count{c.value})
	}
}

func main() {
	engine, err := actor.NewEngine(actor.NewEngineConfig())
	if err != nil {
		log.Fatal(err)
	}
	pid := engine.Spawn(newCounter, "counter")
	engine.Send(pid, &increment{1})
	engine.Send(pid, &increment{2})
	reply, err := engine.Request(pid, &get{}, time.Second).Result()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.(*count).value)
	<-engine.Poison(pid).Done()
}
