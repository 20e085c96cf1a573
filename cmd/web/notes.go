package main

import (
	"log/slog"
	"os"
	"time"

	"isales-console/dictionary"
	"isales-console/reload"
)

// recheckNotes is how long changed notes may go unnoticed.
const recheckNotes = 5 * time.Second

// openNotes reads the center's own notes on codes and returns what reads them
// again when the file changes. Until a change can be read the last good notes stay.
func openNotes(file string, log *slog.Logger, files *rereads) (func() *dictionary.Notes, error) {
	notes, err := reload.Open(recheckNotes, func() (*dictionary.Notes, error) { return readNotes(file) },
		func(notes *dictionary.Notes, err error) {
			if err != nil {
				log.Error("the notes cannot be used; the last good ones are kept", "file", file, "error", err.Error())
				return
			}
			log.Info("notes read again", "file", file, "notes", len(notes.All()))
		}, file)
	if err != nil {
		return nil, err
	}
	files.add(notes.Refresh)
	return notes.Get, nil
}

func readNotes(file string) (*dictionary.Notes, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	notes, err := dictionary.ParseNotes(data)
	return &notes, err
}
