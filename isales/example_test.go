package isales_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

func Example() {
	platform, err := isalestest.Start(isalestest.Options{}) // stands in for a real one
	if err != nil {
		log.Fatal(err)
	}
	defer platform.Close()

	client, err := isales.New(platform.URL,
		isales.Credentials{AccessKey: platform.AccessKey, SecretKey: platform.SecretKey},
		isales.WithCACertificates(platform.CertificatePEM()))
	if err != nil {
		log.Fatal(err)
	}
	result, err := client.QueryExternalResult(context.Background(), 40, 1402245659)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s %s\n", result.Code, result.DisplayResult)
	for _, m := range result.Mappings {
		meaning, _ := isales.Description(m.OBSCode, isales.English)
		fmt.Printf("%s %s\n", m.OBSCode, meaning)
	}
	// Output:
	// 002 6: The call is not answered.
	// 34609 No meaning found so far: the code is only seen in the vendor's examples
	// 00008 The called party is being forwarded
}

func ExampleClient_QueryExternalResult_errors() {
	platform, err := isalestest.Start(isalestest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer platform.Close()
	client, err := isales.New(platform.URL,
		isales.Credentials{AccessKey: platform.AccessKey, SecretKey: platform.SecretKey},
		isales.WithCACertificates(platform.CertificatePEM()))
	if err != nil {
		log.Fatal(err)
	}

	for _, defID := range []int64{140, 1003, 1005, 1007} { // ids at which the sample platform misbehaves
		_, err := client.QueryExternalResult(context.Background(), 41, defID)
		var throttled *isales.StatusError
		var api *isales.APIError
		switch {
		case errors.Is(err, isales.ErrNotFound):
			fmt.Println("not found")
		case errors.Is(err, isales.ErrUnauthorized):
			fmt.Println("the access key is refused")
		case errors.Is(err, isales.ErrThrottled) && errors.As(err, &throttled):
			fmt.Println("try again in", throttled.RetryAfter)
		case errors.As(err, &api):
			fmt.Println("API status", api.Code)
		}
	}
	// Output:
	// not found
	// the access key is refused
	// try again in 7s
	// API status 02000007
}

func ExampleDescription() {
	for _, code := range []string{"00605", "8"} {
		text, documented := isales.Description(code, isales.English)
		fmt.Println(code, documented, text)
	}
	// Output:
	// 00605 true The switch is busy
	// 8 false No meaning documented: the code is not in the vendor's list
}
