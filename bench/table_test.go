package bench

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// finished are the cases that were measured, for the table at the end.
var finished []*record

// record is what was measured of one case: of each role a slice for each round.
type record struct {
	setup
	slices map[string][]measured
}

// figure is one column: the median of its values in the rounds, and the extremes.
type figure struct {
	unit                string
	middle, least, most float64
}

func newFigure(unit string, values []float64) figure {
	v := slices.Sorted(slices.Values(values))
	n := len(v)
	return figure{unit, (v[(n-1)/2] + v[n/2]) / 2, v[0], v[n-1]}
}

// figures are all that is known of the case. Those of CPU time are left out where
// it cannot be measured.
func (r *record) figures() []figure {
	own := r.slices[consoleRole]
	if len(own) == 0 {
		return nil
	}
	of := func(unit string, value func(measured) float64) figure {
		values := make([]float64, len(own))
		for i, m := range own {
			values[i] = value(m)
		}
		return newFigure(unit, values)
	}
	hasCPU := !slices.ContainsFunc(own, func(m measured) bool { return m.cpu <= 0 })
	list := []figure{of("req/s", measured.rate)}
	if hasCPU {
		list = append(list, of("cpu-us/req", measured.cost), of("busy-%", measured.busy))
	}
	for _, role := range r.peers {
		peer := r.slices[role]
		rates, costs := make([]float64, len(own)), make([]float64, len(own))
		for i := range own {
			rates[i] = own[i].rate() / peer[i].rate()
			costs[i] = peer[i].cost() / own[i].cost()
		}
		list = append(list, newFigure("x-"+role, rates))
		if hasCPU {
			list = append(list, newFigure("x-cpu-"+role, costs))
		}
	}
	return list
}

var columns = []string{"req/s", "cpu-us/req", "busy-%", "x-handler", "x-cpu-handler", "x-proxy", "x-cpu-proxy"}

// printTable prints a line for each case. Ratios have their extremes beside them.
func printTable(out io.Writer, slice time.Duration, records []*record) {
	if len(records) == 0 {
		return
	}
	fmt.Fprintf(out, "\nThe console by its peers. Rounds: %d, slices: %s; medians [least..most]; above 1 the console is ahead.\n\n",
		len(records[0].slices[consoleRole]), slice)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "case\tconns\tlatency\tmappings")
	for _, c := range columns {
		fmt.Fprint(w, "\t", c)
	}
	fmt.Fprintln(w)
	for _, r := range records {
		fmt.Fprintf(w, "%s\t%d\t%s\t%d", r.name, r.conns, r.latency, r.mappings)
		figures := r.figures()
		for _, c := range columns {
			fmt.Fprint(w, "\t", cell(figures, c))
		}
		fmt.Fprintln(w)
	}
	_ = w.Flush()
}

func cell(figures []figure, unit string) string {
	i := slices.IndexFunc(figures, func(f figure) bool { return f.unit == unit })
	if i < 0 {
		return "-"
	}
	f := figures[i]
	switch unit {
	case "req/s", "busy-%":
		return fmt.Sprintf("%.0f", f.middle)
	case "cpu-us/req":
		return fmt.Sprintf("%.1f", f.middle)
	}
	return fmt.Sprintf("%.2f [%.2f..%.2f]", f.middle, f.least, f.most)
}
