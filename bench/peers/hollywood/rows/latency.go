// SPDX-License-Identifier: Apache-2.0

package main

import (
	"akt.bench/support"
	"github.com/anthdm/hollywood/actor"
)

type stamp struct{ at int64 }

// stopwatch notes how long each of n messages was on its way.
type stopwatch struct {
	samples []int64
	done    chan<- []int64
}

func (w *stopwatch) Receive(ctx *actor.Context) {
	switch m := ctx.Message().(type) {
	case *stamp:
		w.samples = append(w.samples, support.Now()-m.at)
		if len(w.samples) == cap(w.samples) {
			w.done <- w.samples
		}
	}
}

func latencyOfBursts() {
	start()
	bursts := int(2000 * support.Seconds())
	var all cast
	done := make(chan []int64, 1)
	pid := all.spawn(&stopwatch{samples: make([]int64, 0, 50*bursts), done: done})
	support.Bursts(bursts, func(at int64) { tell(pid, &stamp{at}) })
	support.Percentiles("lat_burst", <-done)
}

func latencyUnderLoad() {
	support.LoadThreads()
	start()
	for _, load := range support.Loads {
		var all cast
		n := int(load.Rate * support.Seconds())
		done := make(chan []int64, 1)
		pid := all.spawn(&stopwatch{samples: make([]int64, 0, n), done: done})
		support.Pace(load.Rate, n, func(due int64) { tell(pid, &stamp{due}) })
		support.Percentiles(load.Name, <-done)
		all.stop()
	}
}
