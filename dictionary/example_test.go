package dictionary_test

import (
	"fmt"

	"isales-console/dictionary"
	"isales-console/isales"
)

func ExampleLookup() {
	e, _ := dictionary.Lookup("00605")
	fmt.Println(e.Short(isales.English))
	fmt.Println(e.Action, e.Actor)
	fmt.Println(e.Advice(isales.English))
	// Output:
	// The switch is busy
	// ask_admin administrator
	// Ask the administrator to check the resource configuration. The number itself can be called again within the hour.
}

func ExampleSearch() {
	for _, hit := range dictionary.Search(dictionary.Query{Text: "关机"})[:2] {
		fmt.Println(hit.Entry.Code, hit.Entry.Short(isales.English))
	}
	// Output:
	// 00208 Phone switched off
	// 00548 Mobile phone switched off
}

func ExampleNearest() {
	for _, e := range dictionary.Nearest("605", 2, dictionary.Notes{}) {
		fmt.Println(e.Code, e.Short(isales.English))
	}
	// Output:
	// 00605 The switch is busy
	// 00601 User hung up before answering
}
