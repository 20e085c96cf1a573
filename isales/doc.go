// Package isales is a client of the CC-iSales open API, the outbound-call
// interface of a Huawei AICC call center.
//
// It answers one question first: which external result (外显结果) has this ID in this
// virtual call center (VDN), and which OBS result codes are mapped to it?
// Make a client with [New], ask with [Client.QueryExternalResult], and explain
// the codes in the answer with [Description] and [LookupOBSCode].
//
//	client, err := isales.New("https://192.0.2.10:28080", isales.Credentials{AccessKey: ak, SecretKey: sk})
//	if err != nil {
//		return err
//	}
//	result, err := client.QueryExternalResult(ctx, 40, 1402245659)
//
// Around this question it reads what decides whether a number is called again:
// the campaigns of a VDN, their retry policies, their failures per day and the
// outcome of one call (see [Client.ListCampaigns], [Client.RetryPolicy],
// [Client.FailStatistics], [Client.CallResult]). What the platform sends about
// customers with these is not read, and their errors do not quote the answer.
//
// Requests are signed with the auth-v2 scheme. Every failure is a typed error
// (see [APIError], [StatusError], [NotJSONError], [DecodeError],
// [TransportError]) or one of the Err values of this package, for errors.As and
// errors.Is; no error text holds the secret key, a signature or the
// Authorization header.
//
// Names follow the vendor's page "Querying a Single External Result" (tables 1
// to 6), with one exception: resultCode means two things there, so the outer
// one is called API status here and the inner one [ExternalResult.Code].
//
// The package imports the standard library and the JSON that becomes part of it
// with Go 1.27 (github.com/go-json-experiment/json), keeps no global state and
// logs nothing.
package isales
