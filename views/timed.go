package views

import "strings"

// TimedText is a text in which {time} and {again} stand for points in time. A page
// shows them in the reader's time zone; see the component timed.
type TimedText struct {
	Text        string
	Time, Again Time
}

// String returns the text with its times in words.
func (t TimedText) String() string {
	var text strings.Builder
	for _, part := range t.parts() {
		text.WriteString(part.text + part.at.Human)
	}
	return text.String()
}

// timedPart is a piece of a TimedText: a text, and the point in time after it,
// zero for none.
type timedPart struct {
	text string
	at   Time
}

func (t TimedText) parts() (parts []timedPart) {
	for text := t.Text; text != ""; {
		before, rest, found := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		switch {
		case found && closed && name == "time" && t.Time.Machine != "":
			parts, text = append(parts, timedPart{before, t.Time}), after
		case found && closed && name == "again" && t.Again.Machine != "":
			parts, text = append(parts, timedPart{before, t.Again}), after
		case found:
			parts, text = append(parts, timedPart{text: before + "{"}), rest
		default:
			parts, text = append(parts, timedPart{text: text}), ""
		}
	}
	return parts
}
