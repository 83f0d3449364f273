// SPDX-License-Identifier: Apache-2.0

package support

// System is an actor system as the rows see it; P is its name of an actor. What has no actor as
// its receiver is called by the main thread, which is none.
type System[P any] interface {
	// Start brings up what all rounds of a row share.
	Start()
	Stop(P)

	// Numbers returns how to send an actor numbers, Stamps how to send it times.
	Numbers(to P) func(v uint64)
	Stamps(to P) func(at int64)
	Begin(to P)
	Meet(to, peer P)

	// Player sends to its peer what next makes of a number; the first one meets it later.
	Player(next Next, peer P) P
	Counter(Sum) P
	// Producer sends the numbers of its turns to each actor.
	Producer(turns Turns, to []P) P
	// Worker sends to itself.
	Worker(Work) P
	// Reader answers a block with the sum of some of its bytes.
	Reader() P
	Packer(window Window, to P) P
	// Spawner spawns an actor for each number of its turns, that sends it back and stops.
	Spawner(Turns, Sum) P
	// Echo answers questions.
	Echo() P
	Asker(asks Asks, to P) P
	// Sleeper blocks for each tick.
	Sleeper(Naps) P
	// Held is a counter that waits at the gate when it gets a tick.
	Held(Sum, Gate) P
	Idle(Idle) P
	// Watch notes the age of stamps.
	Watch(Watch) P
}

// Outsider is a System whose main thread can ask.
type Outsider[P any] interface {
	Ask(to P, v uint64)
}

// cast is the actors of one round.
type cast[P any] struct {
	system System[P]
	all    []P
}

func (c *cast[P]) add(actor P) P {
	c.all = append(c.all, actor)
	return actor
}

func (c *cast[P]) begin() {
	for _, actor := range c.all {
		c.system.Begin(actor)
	}
}

func (c *cast[P]) stop() {
	for _, actor := range c.all {
		c.system.Stop(actor)
	}
}
