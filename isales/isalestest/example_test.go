package isalestest_test

import (
	"fmt"
	"net/http"

	"isales-console/isales/isalestest"
)

// A request that is not signed is refused as auth-v2.md says: with status 401 and
// nothing else.
func ExampleStart() {
	srv, err := isalestest.Start(isalestest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()

	r, err := http.NewRequest(http.MethodGet,
		srv.URL+"/rest/isales/v1/openapi/campaigns/40/1402245659/queryObsResultDetail", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := srv.Client().Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, resp.ContentLength)
	for _, seen := range srv.Requests() {
		fmt.Println(seen.Operation, seen.VDNID, seen.DefID, seen.Authorized)
	}
	// Output:
	// 401 Unauthorized 0
	// queryObsResultDetail 40 1402245659 false
}
