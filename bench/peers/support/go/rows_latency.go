// SPDX-License-Identifier: Apache-2.0

package support

// Watch notes how long each of n messages was on its way.
type Watch struct {
	ages []int64
	done chan<- []int64
}

func watch(n int) (Watch, <-chan []int64) {
	done := make(chan []int64, 1)
	return Watch{make([]int64, 0, n), done}, done
}

func (w *Watch) Note(at int64) {
	w.ages = append(w.ages, now()-at)
	if len(w.ages) == cap(w.ages) {
		w.done <- w.ages
	}
}

func latencyOfBursts[P any](s System[P]) {
	s.Start()
	n := int(2000 * seconds())
	state, done := watch(50 * n)
	bursts(n, s.Stamps(s.Watch(state)))
	percentiles("lat_burst", <-done)
}

func latencyUnderLoad[P any](s System[P]) {
	loadThreads()
	s.Start()
	for _, load := range loads {
		n := int(load.rate * seconds())
		state, done := watch(n)
		to := s.Watch(state)
		pace(load.rate, n, s.Stamps(to))
		percentiles(load.name, <-done)
		s.Stop(to)
	}
}
