package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"isales-console/isales"
)

// vdnSet is the VDNs that someone may see; nil means all of them.
type vdnSet []vdnSpan

type vdnSpan struct{ first, last int }

func (s vdnSet) has(vdnID int) bool {
	for _, r := range s {
		if r.first <= vdnID && vdnID <= r.last {
			return true
		}
	}
	return s == nil
}

// parseVDNSet reads numbers and ranges: "40,100-199".
func parseVDNSet(text string) (vdnSet, error) {
	var set vdnSet
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		r := vdnSpan{vdnNumber(from), vdnNumber(to)}
		if r.first == 0 || r.last < r.first {
			return nil, fmt.Errorf("%s is neither a VDN ID from 1 to %d nor a range like 100-199", shown(part), isales.MaxVDNID)
		}
		set = append(set, r)
	}
	return set, nil
}

// vdnNumber returns 0 for what is no VDN ID.
func vdnNumber(text string) int {
	n, ok := parseID(strings.TrimSpace(text))
	if !ok || n > isales.MaxVDNID {
		return 0
	}
	return int(n)
}

func (s vdnSet) String() string {
	if s == nil {
		return "all"
	}
	var parts []string
	for _, r := range s {
		part := strconv.Itoa(r.first)
		if r.last != r.first {
			part += "-" + strconv.Itoa(r.last)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}
