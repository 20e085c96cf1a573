package views

// englishErrors are the English texts of the error pages, by the code of the error.
var englishErrors = map[string]ErrorText{
	"vdn_forbidden": {
		Heading: "You do not have access to VDN {vdn}",
		What:    "Your user may see some VDNs only: {vdns}.",
		Do:      "Ask the administrator of this console for access.",
	},
	"cross_origin": {
		Heading: "This form was sent from another site",
		What:    "To be safe, the console did nothing.",
		Do:      "Open the page again and resend the form.",
	},
	"wrong_host": {
		Heading: "This console has another address",
		What:    "It does not answer under the host name in the address bar.",
		Do:      "Ask the administrator of this console for its address (-public-url).",
	},
	"sign_in_throttled": {
		Heading: "Too many attempts",
		What:    "The sign-in was tried too often.",
		Do:      "Try again in {wait}.",
	},
	"sign_in_away": {
		Heading: "Sign-ins cannot be checked right now",
		What:    "The place where the console keeps its sign-ins does not answer. Nobody has been signed in or out by this.",
		Do:      "Try again in a few seconds.",
	},
	"signed_out": {
		Heading: "Sign in first",
		What:    "Nobody is signed in.",
		Do:      "Sign in, or send a token: Authorization: Bearer TOKEN.",
	},
	"wrong_token": {
		Heading: "The token is wrong",
		What:    "This console does not know the token, or knows it no longer.",
		Do:      "Ask the administrator of this console for a new one.",
	},
	"token_throttled": {
		Heading: "Too many wrong tokens",
		What:    "Wrong tokens were sent too often.",
		Do:      "Send the right one, or try again in {wait}.",
	},
	"data_only": {
		Heading: "A token reads data only",
		What:    "This address has no data, or it changes something.",
		Do:      "See /openapi.json for the addresses that a token opens.",
	},
	"too_much_work": {
		Heading: "Too much at once",
		What:    "Batches, lists and exports of yours are under way, {n} of them: more are not begun.",
		Do:      "Try again in {wait}, when some of them have ended.",
	},
	"form_too_large": {
		Heading: "The form is too large",
		What:    "A form of this page may have at most {limit}; the console did not read it.",
		Do:      "Send less at once.",
	},
	"bad_form": {
		Heading: "The form cannot be read",
		What:    "It arrived damaged.",
		Do:      "Open the page again and resend the form.",
	},
	"bad_query": {
		Heading: "The parameters of this address cannot be read",
		What:    "Part of the address is damaged, so the console did nothing.",
		Do:      "Copy the address again, or begin at the home page.",
	},
	"bad_parameter": {
		Heading: "The parameters of this address cannot be read",
		What:    "“{name}” has no value “{value}”, so the console did nothing.",
		Do:      "Correct the address, or begin at the home page.",
	},
	"too_many_ids": {
		Heading: "Too many IDs in this address",
		What:    "An address may have at most {n} external result IDs; the console looked up none.",
		Do:      "Paste them into the field of the batch page, or upload them as a file: {most} at once.",
	},
	"code_not_found": {
		Heading: "No code {code}",
		What:    "Neither the documentation nor the code list of a chosen VDN has this code.",
		Do:      "Check each digit; leading zeros count.",
	},
	"page_not_found": {
		Heading: "Page not found",
		What:    "There is no page at this address.",
		Do:      "If you typed the address, check it is correct.",
	},
	"method_not_allowed": {
		Heading: "This address cannot be used that way",
		What:    "The page exists, but it does not accept {method} requests.",
		Do:      "Open it as a link instead.",
	},
	"result_not_found": {
		Heading: "No external result {def} in VDN {vdn}",
		What:    "The platform answered, and it knows no external result with this ID in this VDN.",
		Do:      "It may have been deleted, or it belongs to another VDN. Check both IDs.",
	},
	"campaign_not_found": {
		Heading: "No campaign {campaign} in VDN {vdn}",
		What:    "The platform answered, and it knows no campaign with this ID in this VDN.",
		Do:      "It may have been deleted, or it belongs to another VDN. Check both IDs.",
	},
	"call_not_found": {
		Heading: "No call {call} in VDN {vdn}",
		What:    "The platform answered, and it knows no finished call with this ID in this VDN.",
		Do:      "A call is found once it has ended. Check both IDs.",
	},
	"api_parameter": {
		Heading: "CC-iSales did not accept the request",
		What:    "The platform answered with API status {code}: {meaning}.",
		Do:      "{advice}",
	},
	"incomplete_list": {
		Heading: "The platform's list does not add up",
		What:    "It counts {total} entries and sent {got}.",
		Do:      "Try again later. If it stays like this, tell the administrator of the platform.",
	},
	"no_list": {
		Heading: "The platform does not offer this list",
		What:    "It answered with HTTP status {status} where its documents have the list; an older version may be without it.",
		Do:      "Look up single results by their ID, or ask the administrator of the platform.",
	},
	"api_error": {
		Heading: "CC-iSales reported an error",
		What:    "The platform answered with API status {code}: {meaning}.",
		Do:      "{advice}",
	},
	"codes_disagree": {
		Heading: "CC-iSales contradicted itself",
		What: "Its answer has two statuses that must be the same: resultCode {code} and returnCode {other}. Because " +
			"they differ, nothing of the answer is shown.",
		Do: "Try again. If it stays like this, tell the platform's administrator.",
	},
	"unauthorized": {
		Heading: "This console is not allowed to read from CC-iSales",
		What:    "The platform refused the console's access key or signature.",
		Do: "An administrator of this console must check the access key, the secret key and the clock; the command " +
			"“web check” finds the cause.",
	},
	"forbidden": {
		Heading: "This console is not allowed to read from CC-iSales",
		What: "The platform refused the connection of this console. The address of the console is perhaps not on " +
			"the platform's allow-list.",
		Do: "An administrator of this console must ask the platform's administrator to add the address.",
	},
	"slow": {
		Heading: "The CC-iSales service is slow",
		What:    "The platform has not answered for some seconds; the console is still waiting for it.",
		Do:      "Try again in a moment.",
	},
	"unavailable": {
		Heading: "The CC-iSales service is not available",
		What:    "The latest calls to the platform failed, so the console leaves it alone for a moment.",
		Do:      "The console asks it again from {time}. Try again then.",
	},
	"shutting_down": {
		Heading: "The console is being restarted",
		What:    "This page was cut off before everything on it had been read.",
		Do:      "Load it again in a minute.",
	},
	"throttled": {
		Heading: "Too many requests to CC-iSales",
		What:    "The platform limits how often it may be asked, and the limit is reached.",
		Do:      "Try again in {wait}.",
	},
	"timeout": {
		Heading: "The CC-iSales service did not answer in time",
		What:    "The console waited {waited}. Nothing was changed.",
		Do:      "Try again. If it stays like this, tell an administrator.",
	},
	"unreachable": {
		Heading: "The CC-iSales service is not available",
		What: "No connection to the platform could be made: it is switched off, its address is wrong, or the " +
			"network between is interrupted.",
		Do: "Try again in a minute. If it stays like this, tell an administrator.",
	},
	"interrupted": {
		Heading: "The CC-iSales service broke off its answer",
		What:    "The platform was reached, but the connection ended before the answer was complete.",
		Do:      "Try again. If it stays like this, tell an administrator.",
	},
	"tls": {
		Heading: "The connection to CC-iSales is not secure",
		What: "The platform could not prove that it is the right one: its certificate is not trusted, has expired " +
			"or belongs to another address. Nothing was asked.",
		Do: "An administrator of this console must check the certificate; the command “web check” says what is " +
			"wrong with it.",
	},
	"not_json": {
		Heading: "CC-iSales gave an answer that is not its own",
		What:    "Something else came instead of data, for example a page of a firewall in between or a broken answer.",
		Do:      "Try again. If it stays like this, tell an administrator.",
	},
	"bad_answer": {
		Heading: "CC-iSales gave an answer that does not fit",
		What:    "The answer differs from the platform's documentation: {field}. To be safe, nothing of it is shown.",
		Do:      "Tell an administrator, and give the request ID.",
	},
	"too_large": {
		Heading: "The answer of CC-iSales is too large",
		What:    "The platform sent more than 1 MiB, far more than an external result can need. It was not read.",
		Do:      "Tell an administrator, and give the request ID.",
	},
	"redirect": {
		Heading: "CC-iSales sent the console elsewhere",
		What: "The platform answered with a redirect to another address. The console never follows one with its " +
			"access key.",
		Do: "An administrator of this console must check the platform's address (-isales-url).",
	},
	"http_status": {
		Heading: "The CC-iSales service has a problem",
		What:    "The platform answered with HTTP status {status} instead of data.",
		Do:      "Try again in a minute. If it stays like this, tell an administrator.",
	},
	"internal": {
		Heading: "There is a problem with this console",
		What:    "Sorry, something went wrong here. It is not your input.",
		Do:      "Try again later. If it stays like this, tell an administrator the request ID.",
	},
}
