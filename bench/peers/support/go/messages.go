// SPDX-License-Identifier: Apache-2.0

package support

// The messages of the rows. Meet is the peer's own: it holds its name of an actor.

// Number is the message of most rows.
type Number struct{ V uint64 }

// Tick starts an actor, or lets it go on.
type Tick struct{}

// Question is answered with the same number.
type Question struct{ V uint64 }

// Answer replies to a question, a block or a parent.
type Answer struct{ V uint64 }

// Block is 64 KiB.
type Block struct{ Bytes []byte }

// Stamp carries the time from which its age counts.
type Stamp struct{ At int64 }
