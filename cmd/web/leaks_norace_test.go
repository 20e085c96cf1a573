//go:build !race

package main

// raceEnabled tells tests that the race detector makes everything slower.
const raceEnabled = false
