// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"log"
	"time"

	"github.com/asynkron/protoactor-go/actor"
)

type increment struct{ by int }
type get struct{}
type count struct{ value int }

type counter struct{ value int }

func (c *counter) Receive(ctx actor.Context) {
	switch m := ctx.Message().(type) {
	case *increment:
		c.value += m.by
	case *get:
		ctx.Respond(&count{c.value})
	}
}

func main() {
	system := actor.NewActorSystem()
	pid := system.Root.Spawn(actor.PropsFromProducer(func() actor.Actor { return &counter{} }))
	system.Root.Send(pid, &increment{1})
	system.Root.Send(pid, &increment{2})
	reply, err := system.Root.RequestFuture(pid, &get{}, time.Second).Result()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.(*count).value)
	system.Shutdown()
}
