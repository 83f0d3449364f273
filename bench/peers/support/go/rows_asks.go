// SPDX-License-Identifier: Apache-2.0

package support

func askInside[P any](s System[P], row string, pairs int, limit uint64) {
	s.Start()
	rate(row, "asks/s", limit, func(n uint64, c *clock) uint64 {
		echoes, askers := cast[P]{system: s}, cast[P]{system: s}
		done := make(chan uint64, pairs)
		for range pairs {
			to := echoes.add(s.Echo())
			askers.add(s.Asker(Asks{N: n, Pairs: pairs, Done: done}, to))
		}
		c.start()
		askers.begin()
		for range pairs {
			check("replies", <-done, n)
		}
		c.stop()
		askers.stop()
		echoes.stop()
		return n * uint64(pairs)
	})
}

func askFromOutside[P any](s System[P], main Outsider[P]) {
	s.Start()
	rate("ask_ext", "asks/s", 300_000, func(n uint64, c *clock) uint64 {
		to := s.Echo()
		c.start()
		for i := range n {
			main.Ask(to, i)
		}
		c.stop()
		s.Stop(to)
		return n
	})
}

// CheckReply fails unless an *Answer came, with the number that was asked.
func CheckReply(reply any, err error, want uint64) {
	if err != nil {
		Fail("ask: %v", err)
	}
	answer, ok := reply.(*Answer)
	if !ok {
		Fail("ask: the reply is a %T", reply)
	}
	check("reply", answer.V, want)
}
