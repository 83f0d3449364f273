// SPDX-License-Identifier: Apache-2.0

package support

// Sum adds up n numbers, and reports when it has them all.
type Sum struct {
	Producers, Counters int // of the fans: how many send, and how many are sent to
	n, count, sum       uint64
	done                chan<- uint64
}

func (s *Sum) Add(v uint64) {
	s.count++
	s.sum += v
	if s.count == s.n {
		s.done <- s.sum
	}
}

// Gate lets an actor wait in a handler until the main thread lets it go.
type Gate struct {
	in   chan struct{}
	open chan struct{}
}

// Wait is called once, by the actor.
func (g Gate) Wait() {
	g.in <- struct{}{}
	<-g.open
}

// Idle is the state of the actors of idle_mem: one number.
type Idle struct {
	sum  uint64
	done chan<- struct{}
}

func (i *Idle) Add(v uint64) {
	i.sum += v
	i.done <- struct{}{}
}
