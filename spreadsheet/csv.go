package spreadsheet

import (
	"strings"

	"isales-console/safetext"
)

// Cell writes a text from outside into a cell of a file that people open in a spreadsheet program: on one line,
// control characters visible, and never as a formula.
func Cell(text string) string { return EscapeFormula(safetext.Line(text)) }

// EscapeFormula keeps a spreadsheet program from taking a text for a formula: an
// apostrophe goes before it. Full-width signs begin a formula in a Chinese Excel.
func EscapeFormula(cell string) string {
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, sign) {
			return "'" + cell
		}
	}
	return cell
}
