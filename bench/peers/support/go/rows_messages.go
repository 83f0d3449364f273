// SPDX-License-Identifier: Apache-2.0

package support

func pingpong[P any](s System[P], row string, pairs int, limit uint64) {
	s.Start()
	rate(row, "rt/s", limit, func(n uint64, c *clock) uint64 {
		all := cast[P]{system: s}
		done := make(chan uint64, pairs)
		play := upTo(2*n, done)
		for range pairs {
			match(s, &all, play)
		}
		c.start()
		for i := 0; i < len(all.all); i += 2 {
			s.Numbers(all.all[i])(1)
		}
		for range pairs {
			check("last number", <-done, 2*n)
		}
		c.stop()
		all.stop()
		return n * uint64(pairs)
	})
}

// match adds two players that know each other; the first one of them is returned.
func match[P any](s System[P], all *cast[P], play Next) P {
	var none P
	a := all.add(s.Player(play, none))
	s.Meet(a, all.add(s.Player(play, a)))
	return a
}

func fan[P any](s System[P], row string, producers, counters int, batch, limit uint64) {
	s.Start()
	rate(row, "msg/s", limit, func(n uint64, c *clock) uint64 {
		in, out := cast[P]{system: s}, cast[P]{system: s}
		done := make(chan uint64, counters)
		each := n * uint64(producers)
		for range counters {
			in.add(s.Counter(Sum{Producers: producers, Counters: counters, n: each, done: done}))
		}
		for range producers {
			out.add(s.Producer(Turns{n: n, each: batch}, in.all))
		}
		c.start()
		out.begin()
		for range counters {
			check("sum", <-done, uint64(producers)*sumBelow(n))
		}
		c.stop()
		out.stop()
		in.stop()
		return each * uint64(counters)
	})
}

func tellFromOutside[P any](s System[P]) {
	s.Start()
	rate("tell_ext", "msg/s", 8_000_000, func(n uint64, c *clock) uint64 {
		done := make(chan uint64, 1)
		to := s.Counter(Sum{n: n, done: done})
		tell := s.Numbers(to)
		c.start()
		for i := range n {
			tell(i)
		}
		check("sum", <-done, sumBelow(n))
		c.stop()
		s.Stop(to)
		return n
	})
}

func ring[P any](s System[P]) {
	s.Start()
	rate("ring1000", "hops/s", 10_000_000, func(n uint64, c *clock) uint64 {
		all := cast[P]{system: s}
		done := make(chan uint64, 1)
		pass := downTo0(done)
		var none P
		first := all.add(s.Player(pass, none))
		next := first
		for range 999 {
			next = all.add(s.Player(pass, next))
		}
		s.Meet(first, next)
		c.start()
		s.Numbers(first)(n)
		check("last number", <-done, 0)
		c.stop()
		all.stop()
		return n
	})
}
