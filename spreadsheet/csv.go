package spreadsheet

import "strings"

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
