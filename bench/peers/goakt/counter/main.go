// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/tochemey/goakt/v4/actor"
)

type increment struct{ by int }
type get struct{}
type count struct{ value int }

type counter struct{ value int }

func (c *counter) PreStart(*actor.Context) error { return nil }
func (c *counter) PostStop(*actor.Context) error { return nil }

func (c *counter) Receive(ctx *actor.ReceiveContext) {
	switch m := ctx.Message().(type) {
	case *actor.PostStart:
	case *increment:
		c.value += m.by
	case *get:
		ctx.Response(&count{c.value})
	default:
		ctx.Unhandled()
	}
}

func main() {
	ctx := context.Background()
	system, err := actor.NewActorSystem("counter", actor.WithLoggingDisabled())
	if err != nil {
		log.Fatal(err)
	}
	if err := system.Start(ctx); err != nil {
		log.Fatal(err)
	}
	pid, err := system.Spawn(ctx, "counter", &counter{})
	if err != nil {
		log.Fatal(err)
	}
	for by := 1; by <= 2; by++ {
		if err := actor.Tell(ctx, pid, &increment{by}); err != nil {
			log.Fatal(err)
		}
	}
	reply, err := actor.Ask(ctx, pid, &get{}, time.Second)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.(*count).value)
	if err := system.Stop(ctx); err != nil {
		log.Fatal(err)
	}
}
