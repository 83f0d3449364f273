// SPDX-License-Identifier: Apache-2.0

package support

import "runtime"

func mailbox[P any](s System[P]) {
	s.Start()
	n := scaled(2e6)
	done := make(chan uint64, 1)
	gate := Gate{make(chan struct{}), make(chan struct{})}
	held := s.Held(Sum{n: n, done: done}, gate)
	s.Begin(held)
	<-gate.in
	tell := s.Numbers(held)
	var fill, drain clock
	fill.start()
	for i := range n {
		tell(i)
	}
	fill.stop()
	drain.start()
	close(gate.open)
	check("sum", <-done, sumBelow(n))
	drain.stop()
	fill.report("mbox_enqueue", n, "msg/s")
	drain.report("mbox_drain", n, "msg/s")
}

func idleMemory[P any](s System[P]) {
	saveMemory()
	s.Start()
	n := scaled(1e5)
	all := make([]P, 0, n+1000)
	done := make(chan struct{}, 64)
	grow := func(n uint64) {
		for i := range n {
			all = append(all, s.Idle(Idle{done: done}))
			s.Numbers(all[len(all)-1])(i)
			<-done
		}
	}
	grow(1000)
	before := liveBytes()
	grow(n)
	after := liveBytes()
	result("idle_mem", (after-before)/float64(n), "B/actor")
	runtime.KeepAlive(all)
}
