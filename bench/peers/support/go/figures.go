// SPDX-License-Identifier: Apache-2.0

package support

import (
	"bytes"
	"runtime"
	"runtime/debug"
)

// liveBytes is the live heap and the stacks, after a collection.
func liveBytes() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse + m.StackInuse)
}

// sumBelow is 0 + 1 + ... + n-1.
func sumBelow(n uint64) uint64 { return n * (n - 1) / 2 }

// worked is the arithmetic of one message of the row work64.
func worked(a uint64) uint64 {
	for range 500 {
		a = (a^a>>33)*6364136223846793005 + 1
	}
	return a
}

// workAfter is what n messages of the row work64 make of 1.
func workAfter(n uint64) uint64 {
	a := uint64(1)
	for range n {
		a = worked(a)
	}
	return a
}

// block is a new block of 64 KiB that is filled with a byte.
func block(i uint64) []byte { return bytes.Repeat([]byte{byte(i)}, 64*1024) }

// BlockSum adds one byte in every 4,096.
func BlockSum(block []byte) (sum uint64) {
	for at := 0; at < len(block); at += 4096 {
		sum += uint64(block[at])
	}
	return sum
}

// blockSums is the sum of the first n blocks.
func blockSums(n uint64) (sum uint64) {
	for i := range n {
		sum += 16 * uint64(byte(i))
	}
	return sum
}

// saveMemory makes the collector run as often as it does by default: fewer holes stay in the heap.
func saveMemory() { debug.SetGCPercent(100) }
