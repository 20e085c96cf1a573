package handlers

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"isales-console/handlers/input"
	"isales-console/spreadsheet"
)

// maxExported is how many results an export may have; the platform lists no more of them.
const maxExported = 10000

// Why a file is no earlier export of a VDN.
var (
	errNoExport      = errors.New("no export")
	errNotExport     = errors.New("not an export of a VDN")
	errExportTooLong = errors.New("too many results in an export")
)

// otherVDNError is an export of another VDN.
type otherVDNError struct {
	given string
	vdnID int
}

func (e *otherVDNError) Error() string { return fmt.Sprintf("the export is not of VDN %d", e.vdnID) }

// exportRowError is a row whose ID cannot be read: to leave it out would show its result as new.
type exportRowError struct {
	row    int
	reason input.Reason
}

func (e *exportRowError) Error() string { return fmt.Sprintf("row %d: %s", e.row, e.reason) }

// earlierExport is what an uploaded export says.
type earlierExport struct {
	mappingState
	readAt time.Time // zero where the export does not say it
}

// partialName is the name of a file that says that it has not all results, see listFilter.fileName and shortName.
var partialName = regexp.MustCompile(`-filtered|-\d+-of-\d+`)

// readExport reads the form of changes. An error about the file is a *fileError.
func readExport(r *http.Request, vdnID int) (*earlierExport, error) {
	file, header, err := openUpload(r, maxUpload)
	if err != nil {
		return nil, err
	}
	if file == nil {
		return nil, &fileError{errNoExport}
	}
	defer file.Close()
	e := &earlierExport{mappingState: newMappingState()}
	e.listed = r.PostFormValue("partial") == "" && !partialName.MatchString(header.Filename)
	if isJSON(file) {
		err = e.readJSON(file, vdnID)
	} else {
		err = e.readTable(file, header.Size, vdnID)
	}
	if err != nil {
		return nil, &fileError{err}
	}
	return e, nil
}

// isJSON reports whether a file begins like a JSON object, and goes back to its beginning.
func isJSON(file multipart.File) bool {
	var head [512]byte
	n, _ := io.ReadFull(file, head[:])
	_, _ = file.Seek(0, io.SeekStart) // in memory
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(head[:n], []byte("\ufeff"))), []byte("{"))
}

// exportDocument is what resultsDocument and coverageDocument have in common, in all schemas.
type exportDocument struct {
	VDNID     int              `json:"vdnId"`
	ReadAt    time.Time        `json:"readAt"`
	Complete  *bool            `json:"complete"` // other documents have none
	ListTotal int              `json:"listTotal"`
	Filtered  bool             `json:"filtered"`
	Results   *exportedResults `json:"results"`
	// What others have alone: OBSCode those that have the results of one code, Counts that of /retry.
	OBSCode *string        `json:"obsCode"`
	Counts  jsontext.Value `json:"counts"`
}

type exportedResults []exportedResult

type exportedResult struct {
	DefID         string `json:"defId"`
	DisplayResult string `json:"displayResult"`
	NamedCode
	OBSCodes []string `json:"obsCodes"`
	Error    string   `json:"error"`
}

// UnmarshalJSONFrom implements json.UnmarshalerFrom: it ends at the first result too many.
func (list *exportedResults) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if token, err := dec.ReadToken(); err != nil || token.Kind() != '[' {
		return errNotExport
	}
	for dec.PeekKind() != ']' {
		var r exportedResult
		if err := json.UnmarshalDecode(dec, &r); err != nil {
			return err
		}
		if len(*list) == maxExported {
			return errExportTooLong
		}
		if r.OBSCodes == nil { // as in the document of /retry
			return errNotExport
		}
		*list = append(*list, r)
	}
	_, err := dec.ReadToken()
	return err
}

func (e *earlierExport) readJSON(file io.Reader, vdnID int) error {
	in := bufio.NewReader(file)
	if r, _, err := in.ReadRune(); err == nil && r != '\ufeff' {
		_ = in.UnreadRune()
	}
	var d exportDocument
	if err := json.UnmarshalRead(in, &d); errors.Is(err, errExportTooLong) {
		return errExportTooLong
	} else if err != nil || d.Complete == nil || d.VDNID == 0 || d.Results == nil || d.Counts != nil {
		return errNotExport
	}
	if d.VDNID != vdnID {
		return &otherVDNError{strconv.Itoa(d.VDNID), vdnID}
	}
	e.readAt, e.named = d.ReadAt, true
	unread := false
	for _, r := range *d.Results {
		e.add(r.DefID, knownResult{r.DisplayResult, r.code(), r.OBSCodes, r.Error == ""})
		unread = unread || r.Error != ""
	}
	// What is not complete, and has all its results read, has not all of them.
	e.listed = e.listed && d.OBSCode == nil && !d.Filtered && d.ListTotal == 0 && (*d.Complete || unread)
	return nil
}

// exportColumns are the columns of a table, by name.
type exportColumns map[string]int

// of is the cell of a column without the apostrophe that keeps it from being a formula; "" for one that is missing.
func (columns exportColumns) of(row spreadsheet.Row, name string) string {
	i, ok := columns[name]
	if !ok {
		return ""
	}
	cell := row.Cell(i)
	if text, ok := strings.CutPrefix(cell, "'"); ok && spreadsheet.EscapeFormula(text) == cell {
		return text
	}
	return cell
}

// readTable reads the table of the results, one row each, or that of the coverage, one row for each code.
func (e *earlierExport) readTable(file multipart.File, size int64, vdnID int) error {
	table, err := spreadsheet.Open(file, size)
	if err != nil {
		return err
	}
	columns := exportColumns{}
	for i, name := range table.Header {
		columns[strings.TrimSpace(name)] = i
	}
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { _, ok := columns[name]; return !ok })
	}
	add, codes := e.addResultRow, mappedCodeRows{}
	switch {
	case has("vdnId", "defId", "obsCodes", "error"):
		// A batch, with states, and the list of one code have some of the results.
		e.named, e.listed = true, e.listed && !has("state") && !has("obsCode")
	case has("vdnId", "obsCode", "defIds"):
		add, e.listed = codes.add, false // a result without codes is in none of its rows
	default:
		return errNotExport
	}
	e.loose = true
	rows := 0
	for row, err := range table.Rows() {
		if err != nil {
			return err
		}
		if vdn, reason := input.VDN(columns.of(row, "vdnId")); reason != "" || vdn != vdnID {
			return &otherVDNError{columns.of(row, "vdnId"), vdnID}
		}
		if err := add(row, columns); err != nil {
			return err
		}
		if rows++; max(len(e.order), len(codes)) > maxExported {
			return errExportTooLong
		}
	}
	for _, defID := range slices.SortedFunc(maps.Keys(codes), compareIDs) {
		e.add(defID, knownResult{obsCodes: codes[defID], read: true})
	}
	if rows == 0 { // then no VDN is named either
		return errNotExport
	}
	return nil
}

func (e *earlierExport) addResultRow(row spreadsheet.Row, columns exportColumns) error {
	if state := columns.of(row, "state"); state != "" && state != "found" {
		return nil // of a batch
	}
	defID, err := exportedID(row.Number, columns.of(row, "defId"))
	if err == nil {
		code := columns.of(row, vdnRequest{}.codeColumn()) + columns.of(row, vdnRequest{former: true}.codeColumn())
		e.add(defID, knownResult{columns.of(row, "displayResult"), code, strings.Fields(columns.of(row, "obsCodes")),
			columns.of(row, "error") == ""})
	}
	return err
}

// mappedCodeRows are the codes of results, by ID, from a table with a row for each code.
type mappedCodeRows map[string][]string

func (codes mappedCodeRows) add(row spreadsheet.Row, columns exportColumns) error {
	for _, cell := range strings.Fields(columns.of(row, "defIds")) {
		defID, err := exportedID(row.Number, cell)
		if err != nil {
			return err
		}
		codes[defID] = append(codes[defID], columns.of(row, "obsCode"))
	}
	return nil
}

// exportedID reads the cell of an ID. What a platform may have sent and is no ID stays as it is; an ID that a
// spreadsheet program has shortened is an error.
func exportedID(row int, cell string) (string, error) {
	id, reason := input.One(cell)
	switch reason {
	case "":
		return strconv.FormatInt(id.Def, 10), nil
	case input.Empty, input.Zero, input.Signed, input.TooLarge:
		return cell, nil
	}
	return "", &exportRowError{row, reason}
}
