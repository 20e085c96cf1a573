// Package bench compares the console with what it could be at best, in one run
// and by ratios:
//
//	go test -run '^$' -bench . ./bench
//
// The peers are a bare net/http handler that writes the bytes and headers of the
// console's own answer ("handler"), and a bare httputil.ReverseProxy that signs
// requests and passes the platform's JSON through ("proxy"). Neither has
// timeouts, logs, counts, sessions or security headers of its own. The console is
// the one of cmd/web: cache, guard, log, audit log and figures; the log is
// formatted and thrown away. Its limit of calls in flight is 256, and copies stay
// fresh for an hour. Requests for pages have the headers and the cookie of a browser.
//
// Cases: fresh (each request asks for another external result, so each asks the
// platform), fresh-gzip and fresh-json against the proxy; cached against both;
// cached-gzip, cached-json and not-modified (304) against the handler. Each at 1,
// 16 and 128 connections with 2 and 200 mappings, the fresh ones also with a
// platform that takes 20 ms.
//
// The console and its peers are processes of their own (this test binary, started
// again) with one CPU each (-procs), reached over loopback connections that are
// kept. Load generator and platform share the first process. They share the
// machine with the server under test: where they are the bottleneck ("busy" far
// below 100 %), ratios of requests are drawn towards 1, and the ratios of CPU time
// tell more. With one connection the figures are round trips, not capacity.
//
// Console and peers take turns in slices of 200 ms (-slice), in an order that
// turns round; each ratio is the median of the ratios within a round, and
// "[least..most]" are its extremes. x-handler and x-proxy are requests per second
// of the console by those of the peer, x-cpu-handler and x-cpu-proxy are CPU time
// per request of the peer by that of the console: above 1, the console is ahead.
// Nothing is asserted about them.
//
// What is asserted before each round: status, the mapped codes and their texts,
// and that the handler repeats the console's answer. In each slice: the status of
// every answer, and the calls to the platform, one for each fresh request and none
// for a kept one.
//
// A run has nine rounds and takes about five minutes. -benchtime sets the number
// of rounds (-benchtime 25x) or the time of each case. -benchtime 1x only shows
// that everything works: one round of 30 ms slices, 16 connections, no latency,
// and one case with 128 connections and 20 ms; its ratios mean little.
// Flags of this package (-slice, -procs) come after its name.
package bench
