package users

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"unicode"

	"isales-console/reload"
)

// GroupFile is a groups file: lines "group:VDNs", "*" for all VDNs, about the groups
// of people who sign in elsewhere. It is read again when it changes. GroupFile is safe
// for concurrent use.
type GroupFile struct{ set *reload.Value[*userSet] }

var groupsFormat = format{"group", "groups", "no group in it; a line is group:VDNs, with * for all VDNs", parseGroup}

// OpenGroups reads a groups file as Open reads a users file.
func OpenGroups(path string, maxVDN int, log *slog.Logger) (*GroupFile, error) {
	set, err := groupsFormat.open(path, maxVDN, log, func(_, _ *userSet, _ *slog.Logger) {})
	if err != nil {
		return nil, err
	}
	return &GroupFile{set}, nil
}

// Refresh reads the file now, whether it changed or not.
func (g *GroupFile) Refresh() { g.set.Refresh() }

// maxKnown is the length in bytes of all names that Known returns, as a list in JSON: a
// session has room for a few groups.
const maxKnown = 1024

// Known returns those of a person's groups that the file names, each once; of very
// many the first ones, as many as have room in maxKnown.
func (g *GroupFile) Known(groups []string) (known []string) {
	set, room := g.set.Get(), maxKnown
	for _, name := range groups {
		if set.byName[name] == nil || slices.Contains(known, name) || len(name)+3 > room {
			continue
		}
		known, room = append(known, name), room-len(name)-3 // quotes and a comma
	}
	return known
}

// Person returns a person of these groups, who may see the VDNs of all of them; nil
// when the file names none of them.
func (g *GroupFile) Person(name string, groups []string) *User {
	set := g.set.Get()
	var sets []VDNSet
	for _, group := range groups {
		if of := set.byName[group]; of != nil {
			sets = append(sets, of.VDNs)
		}
	}
	if sets == nil {
		return nil
	}
	return &User{Name: name, VDNs: union(sets)}
}

// maxGroup is the length in bytes of the longest name of a group.
const maxGroup = 256

// parseGroup reads group:VDNs. Names of groups may have colons.
func parseGroup(line string, maxVDN int) (*User, error) {
	colon := strings.LastIndexByte(line, ':')
	if colon < 0 {
		return nil, errors.New("want group:VDNs, with * for all VDNs, got no colon")
	}
	group := &User{Name: strings.TrimSpace(line[:colon])}
	hidden := func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }
	if group.Name == "" || len(group.Name) > maxGroup || strings.ContainsFunc(group.Name, hidden) {
		return nil, fmt.Errorf("group name %s is empty, longer than %d bytes or has an invisible character",
			shown(group.Name), maxGroup)
	}
	var err error
	if group.VDNs, err = ParseVDNSet(line[colon+1:], maxVDN); err != nil {
		return nil, fmt.Errorf("group %s: %w", shown(group.Name), err)
	}
	return group, nil
}
