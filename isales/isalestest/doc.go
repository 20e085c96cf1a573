// Package isalestest provides a CC-iSales server in a box: a real HTTPS server
// on loopback that verifies signatures, serves sample data and misbehaves on
// request. Tests start it with [NewServer]; a demonstration starts it with
// [Start]. It is shaped like net/http/httptest and does not import "testing".
//
//	srv := isalestest.NewServer(t, isalestest.Options{})
//	client := newClient(srv.URL, srv.AccessKey, srv.SecretKey, srv.Client())
//	srv.SetFault(isalestest.FaultStatus503)
//
// It answers these operations below {BasePath}/rest/isales/v1/openapi/campaigns,
// as the vendor's page "Querying a Single External Result" and its sibling pages
// document them:
//
//	GET /{vdnId}/{defId}/queryObsResultDetail
//	GET /{vdnId}/queryOBSResults?pageSize=1..50&pageNum=1..
//	GET /{vdnId}/queryOBSResultCode?pageSize=1..50&pageNum=1..
//	GET /{vdnId}?status=&deviceType=&curPage=&rowsPerPage=1..100
//	GET /{vdnId}/{campaignId}
//	GET /{vdnId}/retryPolicy/{campaignId}
//	GET /{vdnId}/queryBusinessResults?pageSize=1..50&pageNum=1..
//	GET /{vdnId}/failcategorystatistics?campaignId=[&startDate=&endDate=]
//	GET /{vdnId}/callresultdetail/{callId}
//
// Any other path is answered 404 and any other method 405, before the signature
// is looked at; a bad signature of whatever kind is answered 401 with no body.
// Where the documents are silent the server does the following:
//
//   - Fields stand in the order of the one complete documented example:
//     returnCode, the data, resultCode, resultDesc, returnDesc.
//   - A parameter that is missing or empty is 02000001, one that is not an
//     integer 02000006, one out of range 02000007. They are checked in the
//     order Content-Type, vdnId, then the other ID of the path, then the query as
//     written above; the first one wins.
//   - A parameter of the query that is not written above, or that comes twice, is
//     02000011, an empty one 02000001, both after vdnId. The filters of the campaign
//     list by name and by time, which are documented, are not simulated.
//   - A Content-Type other than exactly "application/json; charset=UTF-8" is
//     02000007; none at all is 02000001.
//   - An unknown defId or VDN is success with obResult null, or an empty list.
//   - An unknown campaign is 0200007 in its own operation, 0200-01 in retryPolicy
//     and 0200001 in failcategorystatistics; an unknown call is success with
//     data null.
//   - A bad page of queryBusinessResults is 0200007 when a number is out of range,
//     else 0200005. What is wrong with the dates of failcategorystatistics is
//     0200001 with a text; startDate and endDate both count among the 30 days, and
//     without them the answer is about the last 30 days of the server's clock.
//   - The campaign list takes rowsPerPage above 100 for a wrong value and curPage
//     below 1 for 1.
//   - A locale header other than zh_CN and en_US is read as zh_CN.
package isalestest
