package views

// Verdict is what follows for an external result from its codes.
type Verdict struct {
	// Key is one of the dictionary's verdicts, such as "no_retry"; it chooses icon
	// and colour. It is empty in the zero Verdict, which is none.
	Key string
	// Text is the verdict in words.
	Text string
}
