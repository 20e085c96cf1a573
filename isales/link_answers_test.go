package isales

import (
	"maps"
	"net/http"
	"strings"
)

// answered is an answer as a server sends it, what the server does then, and what
// comes of it.
type answered struct {
	answer string
	then   string // keep, close or reset the connection
	asking func(*http.Request)
	want   string
	theirs string // with net/http, where that differs; "*" where it leaves the next request to chance
}

// okHead is the head of an answer with status 200.
func okHead(fields ...string) string {
	return "HTTP/1.1 200 OK\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n"
}

// longHead is one of n bytes.
func longHead(n int) string {
	const length = "Content-Length: 0"
	return okHead("X-Long: "+strings.Repeat("x", n-len(okHead("X-Long: ", length))), length)
}

func plainGzip(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") }
func onlyHead(r *http.Request)  { r.Method = http.MethodHead }

func answers() map[string]answered {
	all := make(map[string]answered)
	for _, some := range []map[string]answered{lengthyAnswers, chunkedAnswers, endlessAnswers, bodilessAnswers, zippedAnswers, strangeAnswers, brokenAnswers, talkativeAnswers} {
		maps.Copy(all, some)
	}
	return all
}

var lengthyAnswers = map[string]answered{
	"with a length":         {okHead("Content-Length: 5") + "hello", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; kept`, ""},
	"then an end":           {okHead("Content-Length: 5") + "hello", "close", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; given up`, ""},
	"with Connection close": {okHead("Content-Length: 5", "Connection: close") + "hello", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; given up`, ""},
	"among other options":   {okHead("Content-Length: 5", "Connection: keep-alive, Close") + "hello", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; given up`, ""},
	"shorter than said":     {okHead("Content-Length: 9") + "hello", "close", nil, "HTTP/1.1 200 OK Content-Length [9], length 9: broken; given up", ""},
	"one length twice":      {okHead("Content-Length: 5", "Content-Length: 5") + "hello", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; kept`, ""},
	"two lengths":           {okHead("Content-Length: 5", "Content-Length: 4") + "hello", "keep", nil, "no answer; given up", ""},
	"lengths in one field":  {okHead("Content-Length: 5, 5") + "hello", "keep", nil, "no answer; given up", ""},
	"signed length":         {okHead("Content-Length: +5") + "hello", "keep", nil, "no answer; given up", ""},
	"negative length":       {okHead("Content-Length: -5") + "hello", "keep", nil, "no answer; given up", ""},
	"immense length":        {okHead("Content-Length: 99999999999999999999") + "hello", "keep", nil, "no answer; given up", ""},
	"empty length":          {okHead("Content-Length: ") + "hello", "keep", nil, "no answer; given up", ""},
	"HTTP/1.0":              {"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "keep", nil, `HTTP/1.0 200 OK Content-Length [5], length 5: "hello"; given up`, ""},
	"HTTP/1.0, keep-alive":  {"HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello", "keep", nil, `HTTP/1.0 200 OK Connection [keep-alive], Content-Length [5], length 5: "hello"; kept`, ""},
	"a long body":           {okHead("Content-Length: 200000") + strings.Repeat("x", 200000), "keep", nil, "HTTP/1.1 200 OK Content-Length [200000], length 200000: 200000 bytes; kept", ""},
	"another status":        {"HTTP/1.1 503 \r\nContent-Length: 5\r\nRetry-After: 7\r\n\r\nhello", "keep", nil, `HTTP/1.1 503  Content-Length [5], Retry-After [7], length 5: "hello"; kept`, ""},
}

var chunkedAnswers = map[string]answered{
	"in chunks":             {okHead("Transfer-Encoding: chunked") + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK length -1: "hello"; kept`, ""},
	"with extensions":       {okHead("Transfer-Encoding: chunked") + "5;a=\"b\"\r\nhello\r\n0;c\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK length -1: "hello"; kept`, ""},
	"with trailers":         {okHead("Transfer-Encoding: chunked", "Trailer: X-Sum") + "5\r\nhello\r\n0\r\nX-Sum: 9\r\nX-More: 1\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK X-More [1] behind, X-Sum [9] behind, length -1: "hello"; kept`, ""},
	"with a broken trailer": {okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\nX Sum\r\n\r\n", "keep", nil, "HTTP/1.1 200 OK length -1: broken; given up", ""},
	"no chunk at all":       {okHead("Transfer-Encoding: chunked") + "0\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK length -1: ""; kept`, ""},
	"no last chunk":         {okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n", "close", nil, "HTTP/1.1 200 OK length -1: broken; given up", ""},
	"no end of the last":    {okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n", "close", nil, "HTTP/1.1 200 OK length -1: broken; given up", ""},
	"bad size of a chunk":   {okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n-1\r\n\r\n", "keep", nil, "HTTP/1.1 200 OK length -1: broken; given up", ""},
	"the same at the end":   {okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n-1\r\n", "keep", nil, "HTTP/1.1 200 OK length -1: broken; given up", ""},
	"chunk longer than it":  {okHead("Transfer-Encoding: chunked") + "4\r\nhello\r\n0\r\n\r\n", "keep", nil, "HTTP/1.1 200 OK length -1: broken; given up", ""},
	"chunks and a length":   {okHead("Content-Length: 2", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK length -1: "hello"; kept`, ""},
	"two encodings":         {okHead("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + "0\r\n\r\n", "keep", nil, "no answer; given up", ""},
	"chunks of gzip":        {okHead("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n", "keep", nil, "no answer; given up", ""},
	"chunks in HTTP/1.0":    {"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n", "close", nil, `HTTP/1.0 200 OK length -1: "2\r\nhe\r\n0\r\n\r\n"; given up`, ""},
	"chunks and close":      {okHead("Transfer-Encoding: chunked", "Connection: close") + "5\r\nhello\r\n0\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK length -1: "hello"; given up`, ""},
}

var endlessAnswers = map[string]answered{
	"until the end":           {okHead("X-A: b") + "hello", "close", nil, `HTTP/1.1 200 OK X-A [b], length -1: "hello"; given up`, ""},
	"until the end, HTTP/1.0": {"HTTP/1.0 200 OK\r\n\r\nhello", "close", nil, `HTTP/1.0 200 OK length -1: "hello"; given up`, ""},
	"nothing until the end":   {okHead("X-A: b"), "close", nil, `HTTP/1.1 200 OK X-A [b], length -1: ""; given up`, ""},
	"an old keep-alive":       {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nhello", "close", nil, `HTTP/1.0 200 OK Connection [keep-alive], length -1: "hello"; given up`, ""},
}

var bodilessAnswers = map[string]answered{
	"length 0":        {okHead("Content-Length: 0"), "keep", nil, `HTTP/1.1 200 OK Content-Length [0], length 0: ""; kept`, ""},
	"204":             {"HTTP/1.1 204 No Content\r\n\r\n", "keep", nil, `HTTP/1.1 204 No Content length 0: ""; kept`, ""},
	"204 with length": {"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "keep", nil, `HTTP/1.1 204 No Content Content-Length [5], length 0: ""; kept`, ""},
	"204 with chunks": {"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", "keep", nil, `HTTP/1.1 204 No Content length 0: ""; kept`, ""},
	"304":             {"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nEtag: x\r\n\r\n", "keep", nil, `HTTP/1.1 304 Not Modified Content-Length [5], Etag [x], length 0: ""; kept`, ""},
	"204 and close":   {"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", "keep", nil, `HTTP/1.1 204 No Content length 0: ""; given up`, ""},
	"to HEAD":         {okHead("Content-Length: 5"), "keep", onlyHead, `HTTP/1.1 200 OK Content-Length [5], length 5: ""; kept`, ""},
	"chunks to HEAD":  {okHead("Transfer-Encoding: chunked"), "keep", onlyHead, `HTTP/1.1 200 OK length -1: ""; kept`, ""},
	"gzip to HEAD":    {okHead("Content-Encoding: gzip", "Content-Length: 50"), "keep", onlyHead, `HTTP/1.1 200 OK Content-Encoding [gzip], Content-Length [50], length 50: ""; kept`, ""},
}

var zippedAnswers = map[string]answered{
	"gzip":                     {okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello"), "keep", nil, `HTTP/1.1 200 OK unzipped, length -1: "hello"; kept`, ""},
	"gzip in chunks":           {okHead("Content-Encoding: GZIP", "Transfer-Encoding: chunked") + "a\r\n" + zipped("hello")[:10] + "\r\n13\r\n" + zipped("hello")[10:] + "\r\n0\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK unzipped, length -1: "hello"; kept`, ""},
	"gzip until the end":       {okHead("Content-Encoding: gzip") + zipped("hello"), "close", nil, `HTTP/1.1 200 OK unzipped, length -1: "hello"; given up`, ""},
	"gzip twice":               {okHead("Content-Encoding: gzip", "Content-Length: 58") + zipped("hello") + zipped("hello"), "keep", nil, `HTTP/1.1 200 OK unzipped, length -1: "hellohello"; kept`, ""},
	"gzip and more":            {okHead("Content-Encoding: gzip", "Content-Length: 32") + zipped("hello") + "xxx", "keep", nil, "HTTP/1.1 200 OK unzipped, length -1: broken; kept", ""},
	"broken gzip":              {okHead("Content-Encoding: gzip", "Content-Length: 9000") + strings.Repeat("x", 9000), "keep", nil, "HTTP/1.1 200 OK unzipped, length -1: broken; given up", ""},
	"half of a gzip":           {okHead("Content-Encoding: gzip", "Content-Length: 20") + zipped("hello")[:20], "keep", nil, "HTTP/1.1 200 OK unzipped, length -1: broken; kept", ""},
	"empty gzip":               {okHead("Content-Encoding: gzip", "Content-Length: 0"), "keep", nil, `HTTP/1.1 200 OK Content-Encoding [gzip], Content-Length [0], length 0: ""; kept`, ""},
	"empty gzip in chunks":     {okHead("Content-Encoding: gzip", "Transfer-Encoding: chunked") + "0\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK unzipped, length -1: ""; kept`, ""},
	"gzip of nothing":          {okHead("Content-Encoding: gzip", "Content-Length: 23") + zipped(""), "keep", nil, `HTTP/1.1 200 OK unzipped, length -1: ""; kept`, ""},
	"gzip that was asked for":  {okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello"), "keep", plainGzip, `HTTP/1.1 200 OK Content-Encoding [gzip], Content-Length [29], length 29: "\x1f\x8b\b\x00\x00\x00\x00\x00\x00\xff\xcaH\xcd\xc9\xc9\a\x04\x00\x00\xff\xff\x86\xa6\x106\x05\x00\x00\x00"; kept`, ""},
	"another content encoding": {okHead("Content-Encoding: br", "Content-Length: 5") + "hello", "keep", nil, `HTTP/1.1 200 OK Content-Encoding [br], Content-Length [5], length 5: "hello"; kept`, ""},
}

var strangeAnswers = map[string]answered{
	"folded lines":       {okHead("X-A: b\r\n\tc", "Content-Length: 5") + "hello", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], X-A [b c], length 5: "hello"; kept`, ""},
	"bare line feeds":    {"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; kept`, ""},
	"no reason":          {"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello", "keep", nil, `HTTP/1.1 200 Content-Length [5], length 5: "hello"; kept`, ""},
	"the longest head":   {longHead(65536), "keep", nil, `HTTP/1.1 200 OK Content-Length [0], X-Long [65488], length 0: ""; kept`, ""},
	"a byte more":        {longHead(65537), "keep", nil, "no answer; given up", ""},
	"another protocol":   {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nhello", "close", nil, `HTTP/1.1 101 Switching Protocols Connection [Upgrade], Upgrade [x], length 0: ""; given up`, `HTTP/1.1 101 Switching Protocols Connection [Upgrade], Upgrade [x], length 0: "hello"; given up`},
	"100 before":         {"HTTP/1.1 100 Continue\r\n\r\n" + lengthy("hello"), "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; kept`, ""},
	"103 before":         {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + lengthy("hello"), "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; kept`, ""},
	"5 before":           {strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 5) + lengthy("hello"), "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; kept`, ""},
	"6 before":           {strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 6) + lengthy("hello"), "keep", nil, "no answer; given up", `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; kept`},
	"long ones before":   {strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: "+strings.Repeat("x", 22000)+"\r\n\r\n", 3) + lengthy("hello"), "keep", nil, "no answer; given up", ""},
	"only a 100":         {"HTTP/1.1 100 Continue\r\n\r\n", "close", nil, "no answer; given up", ""},
	"a status below 100": {"HTTP/1.1 099 Odd\r\nContent-Length: 43\r\n\r\n" + lengthy("hello"), "keep", nil, `HTTP/1.1 099 Odd Content-Length [43], length 43: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"; given up`, ""},
	"a status of 999":    {"HTTP/1.1 999 Odd\r\nContent-Length: 5\r\n\r\nhello", "keep", nil, `HTTP/1.1 999 Odd Content-Length [5], length 5: "hello"; kept`, ""},
	"HTTP/2.0":           {"HTTP/2.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "keep", nil, `HTTP/2.0 200 OK Content-Length [5], length 5: "hello"; kept`, ""},
	"HTTP/0.9":           {"HTTP/0.9 200 OK\r\nContent-Length: 5\r\n\r\nhello", "keep", nil, `HTTP/0.9 200 OK Content-Length [5], length 5: "hello"; given up`, ""},
}

var brokenAnswers = map[string]answered{
	"nothing":            {"", "close", nil, "no answer; given up", ""},
	"nothing but reset":  {"", "reset", nil, "no answer; given up", ""},
	"garbage":            {"\x15\x03\x01\x00\x02\x02\x46 and so on\r\n\r\n", "keep", nil, "no answer; given up", ""},
	"half a status line": {"HTTP/1.1 2", "close", nil, "no answer; given up", ""},
	"half a head":        {"HTTP/1.1 200 OK\r\nContent-Le", "close", nil, "no answer; given up", ""},
	"reset in the head":  {"HTTP/1.1 200 OK\r\nContent-Le", "reset", nil, "no answer; given up", ""},
	"no colon":           {okHead("Content-Length 5") + "hello", "keep", nil, "no answer; given up", ""},
	"space before it":    {okHead("Content-Length : 5") + "hello", "close", nil, `HTTP/1.1 200 OK Content-Length  [5], length -1: "hello"; given up`, ""},
	"status of 4 digits": {"HTTP/1.1 2000 OK\r\nContent-Length: 5\r\n\r\nhello", "keep", nil, "no answer; given up", ""},
	"empty line first":   {"\r\n" + lengthy("hello"), "keep", nil, "no answer; given up", ""},
	"another version":    {"HTTP/1.11 200 OK\r\nContent-Length: 5\r\n\r\nhello", "keep", nil, "no answer; given up", ""},
}

// talkativeAnswers are followed by what nobody asked for.
var talkativeAnswers = map[string]answered{
	"a line end too many":    {lengthy("hello") + "\r\n", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; given up`, "*"},
	"a second answer":        {lengthy("hello") + lengthy("wrong"), "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; given up`, "*"},
	"one behind chunks":      {okHead("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n" + lengthy("wrong"), "keep", nil, `HTTP/1.1 200 OK length -1: "hello"; given up`, "*"},
	"one behind gzip":        {okHead("Content-Encoding: gzip", "Content-Length: 29") + zipped("hello") + lengthy("wrong"), "keep", nil, `HTTP/1.1 200 OK unzipped, length -1: "hello"; given up`, "*"},
	"one behind length 0":    {okHead("Content-Length: 0") + lengthy("wrong"), "keep", nil, `HTTP/1.1 200 OK Content-Length [0], length 0: ""; given up`, "*"},
	"a body for 204":         {"HTTP/1.1 204 No Content\r\nContent-Length: 43\r\n\r\n" + lengthy("wrong"), "keep", nil, `HTTP/1.1 204 No Content Content-Length [43], length 0: ""; given up`, "*"},
	"a body for 304":         {"HTTP/1.1 304 Not Modified\r\nContent-Length: 43\r\n\r\n" + lengthy("wrong"), "keep", nil, `HTTP/1.1 304 Not Modified Content-Length [43], length 0: ""; given up`, "*"},
	"a body for HEAD":        {okHead("Content-Length: 43") + lengthy("wrong"), "keep", onlyHead, `HTTP/1.1 200 OK Content-Length [43], length 43: ""; given up`, "*"},
	"a late 100":             {lengthy("hello") + "HTTP/1.1 100 Continue\r\n\r\n", "keep", nil, `HTTP/1.1 200 OK Content-Length [5], length 5: "hello"; given up`, "*"},
	"chunks against length":  {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + lengthy("wrong"), "keep", nil, `HTTP/1.0 200 OK Connection [keep-alive], Content-Length [5], length 5: "0\r\n\r\n"; given up`, "*"},
	"far behind a long body": {okHead("Content-Length: 5000") + strings.Repeat("x", 5000) + lengthy("wrong"), "keep", nil, "HTTP/1.1 200 OK Content-Length [5000], length 5000: 5000 bytes; given up", "*"},
}
