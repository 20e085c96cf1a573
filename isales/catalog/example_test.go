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
