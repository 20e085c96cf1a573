package catalog_test

import (
	"context"
	"fmt"
	"log"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/isales/isalestest"
)

func Example() {
	platform, err := isalestest.Start(isalestest.Options{Data: isalestest.Generate(7, 60, 3)}) // stands in for a real one
	if err != nil {
		log.Fatal(err)
	}
	defer platform.Close()
	client, err := isales.New(platform.URL,
		isales.Credentials{AccessKey: platform.AccessKey, SecretKey: platform.SecretKey},
		isales.WithCACertificates(platform.CertificatePEM()), isales.WithMaxConcurrent(10))
	if err != nil {
		log.Fatal(err)
	}

	vdn, err := catalog.Read(context.Background(), client.InLanguage(isales.English), 7, catalog.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(vdn.Results()), "results,", len(vdn.Failed()), "of them failed")
	fmt.Println(len(vdn.MappedCodes()), "codes mapped,", len(vdn.Unmapped(nil)), "not,", len(vdn.MappedTwice()),
		"to several results")
	fmt.Println("00605:", vdn.Text("00605"))
	for _, r := range vdn.ResultsFor("00605") {
		fmt.Println(r.DefID, r.Code)
	}
	// Output:
	// 60 results, 0 of them failed
	// 108 codes mapped, 12 not, 60 to several results
	// 00605: The switch is busy.
	// 1500000001 g0
	// 1500000054 g1h
	// 1500000055 g1i
}

func ExampleChecker() {
	results := []catalog.Result{
		{DefID: "1", Code: "001", Mappings: []isales.Mapping{{OBSCode: "00145"}, {OBSCode: "00181"}}},
		{DefID: "2", Code: "004", Mappings: []isales.Mapping{{OBSCode: "00129"}, {OBSCode: "00538"}}},
	}
	advise := func(codes []string) catalog.Advice {
		if codes[0] == "00129" { // unallocated number
			return catalog.NeverRetry
		}
		return catalog.Temporary
	}
	check := catalog.NewChecker(results, advise).Check([]string{"001", "099"})
	fmt.Println("retried although every code says never:", check.Retried[0].Code)
	fmt.Println("not retried although every code is temporary:", check.NotRetried[0].Code)
	fmt.Println("no longer in the VDN:", check.Gone)
	// Output:
	// retried although every code says never: 004
	// not retried although every code is temporary: 001
	// no longer in the VDN: [099]
}
