package views

// englishReasons are the English sentences about a text that is no value.
var englishReasons = map[string]string{
	"empty":          "Nothing is entered",
	"no_number":      "There is no number in it",
	"letters":        "Letters or signs stand beside the digits",
	"several":        "There are two numbers or more: enter one",
	"grouping":       "It is not clear whether this is one number or several: write it without separators",
	"shortened":      "A spreadsheet has shortened this number: format its column as text and copy it again",
	"fraction":       "This is not a whole number",
	"signed":         "A sign stands before the number",
	"zero":           "Numbers begin at 1",
	"too_large":      "The number is too large",
	"foreign_digits": "Write the number with the digits 0 to 9",
	"hidden":         "An invisible character stands inside the number: type it again",
	"other_field":    "By its name this is not an external result ID",
	"other_page":     "This address is not one of an external result",
	"only_vdn":       "This names a VDN, but no external result",
	"bad_vdn":        "The VDN beside this ID is not a number from 1 to 9999",
	"list_number":    "This number only counts the line",
	"more_cells":     "The row has more cells than the header",
	"too_wide":       "The row has too many columns; nothing below it was read",
	"long_cell":      "A cell is too long: perhaps a quotation mark is not closed",
}

// englishFileKinds are the English names of files that are no tables.
var englishFileKinds = map[string]string{
	"xlsb":         "a binary Excel workbook (.xlsb)",
	"opendocument": "an OpenDocument file (.ods)",
	"zip":          "a ZIP archive",
	"ole":          "an old Excel workbook (.xls), or one with a password",
	"pdf":          "a PDF document",
	"image":        "a picture",
	"packed":       "a packed archive",
	"html":         "a web page, whatever its name says",
	"xml":          "an XML file",
	"binary":       "a file of an unknown kind",
}
