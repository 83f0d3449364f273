// SPDX-License-Identifier: Apache-2.0

package support

// Turns divides 0, 1, ... n-1 among the turns of an actor.
type Turns struct{ sent, n, each uint64 }

// Take is what to send in this turn: the numbers from first up to, not including, end.
func (t *Turns) Take() (first, end uint64) {
	first, t.sent = t.sent, min(t.n, t.sent+t.each)
	return first, t.sent
}

// More is whether another turn is needed.
func (t *Turns) More() bool { return t.sent < t.n }

// Window is the state of an actor that sends n blocks, at most 64 of them not yet answered.
type Window struct {
	Sum
	sent uint64
}

// Open is whether a block may be sent.
func (w *Window) Open() bool { return w.sent < w.n && w.sent-w.count < 64 }

// Block is the next one.
func (w *Window) Block() []byte {
	w.sent++
	return block(w.sent - 1)
}

// Naps counts the times that an actor blocks.
type Naps struct {
	left int
	done chan<- struct{}
}

// Over is called after each.
func (n *Naps) Over() {
	if n.left--; n.left == 0 {
		n.done <- struct{}{}
	}
}

// Asks is what an actor that asks has to do, one ask after the other.
type Asks struct {
	N     uint64
	Pairs int // that ask at the same time
	Done  chan<- uint64
}
