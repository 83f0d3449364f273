// SPDX-License-Identifier: Apache-2.0

package support

import (
	"os"
	"strconv"
)

// workers is the number of threads that run actors.
func workers() int { return max(1, int(number("WORKERS", 2))) }

// seconds is how long a counted round shall last at least.
func seconds() float64 { return number("BENCH_SECONDS", 0.5) }

// scaled is a size of the rows mbox and idle_mem.
func scaled(size float64) uint64 { return max(1, uint64(size*number("BENCH_SCALE", 1))) }

func number(name string, otherwise float64) float64 {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value <= 0 {
		Fail("%s=%q is no number above zero", name, text)
	}
	return value
}
