package isalestest

import "strconv"

// changed makes a fault of a function that changes the right answer's fields.
func changed(change func(*call, object) object) func(*call) {
	return func(c *call) {
		c.send(jsonReply(change(c, c.answer()).bytes()))
	}
}

func (c *call) sendCode() {
	c.send(jsonReply(newAPIError(c.arg, "").object().bytes()))
}

func disagree(_ *call, answer object) object {
	return answer.with("resultCode", codeSuccess).with("returnCode", codeParameter)
}

func onlyResultCode(_ *call, answer object) object {
	return answer.without("returnCode", "returnDesc")
}

func notFound(c *call, answer object) object {
	if c.req.Operation == OperationDetail {
		return answer.with("obResult", nil)
	}
	return c.emptyList(answer)
}

func notFoundAbsent(c *call, answer object) object {
	return answer.without(payloadKeys[c.req.Operation]...)
}

func notFoundEmpty(c *call, answer object) object {
	if c.req.Operation == OperationDetail {
		return answer.with("obResult", object{})
	}
	return c.emptyList(answer)
}

func (c *call) emptyList(answer object) object {
	keys := payloadKeys[c.req.Operation]
	return answer.with(keys[0], 0).with(keys[1], []object{})
}

func notFoundCode(c *call, _ object) object {
	parameter := "vdnId"
	if c.req.Operation == OperationDetail {
		parameter = "defId"
	}
	return newAPIError(codeWrongValue, parameter).object()
}

// wrongTypes puts an object, a list or a fraction where the documents have text
// or an integer.
func wrongTypes(c *call, answer object) object {
	for _, row := range c.rows(answer) {
		for i, m := range row {
			switch m.key {
			case "failCode", "obsCode":
				row[i].value = object{{"code", m.value}}
			case "vdnId":
				row[i].value = 40.5
			case "defId":
				row[i].value = []string{"not an ID"}
			}
		}
	}
	if answer.get("totalCount") != nil {
		answer = answer.with("totalCount", object{})
	}
	return answer
}

// looseTypes swaps numbers and strings where the documents contradict each other
// or themselves (siblings.md, trap 1). Codes stay strings: their zeros count.
func looseTypes(c *call, answer object) object {
	for _, row := range c.rows(answer) {
		for i, m := range row {
			switch m.key {
			case "defId", "mapId", "vdnId":
				row[i].value = swapped(m.value)
			}
		}
	}
	if n := answer.get("totalCount"); n != nil {
		answer = answer.with("totalCount", swapped(n))
	}
	if result, ok := answer.get("obResult").(object); ok {
		if list, _ := result.get("resultMapList").([]object); len(list) == 0 {
			result = result.with("resultMapList", nil)
		}
		answer = answer.with("obResult", append(result, extras()...))
	}
	return append(answer.with("returnDesc", nil), extras()...)
}

// extras are members that no document mentions.
func extras() object {
	return object{
		{"remark", nil},
		{"extInfo", object{{"vdnId", "x"}, {"list", []object{}}}},
		{"version", 8},
	}
}

func swapped(value any) any {
	switch v := value.(type) {
	case int:
		return strconv.Itoa(v)
	case string:
		// Only what is a JSON number too: no leading zeros, no text.
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && strconv.FormatInt(n, 10) == v {
			return n
		}
	}
	return value
}

// echo quotes the Authorization header, as servers do that explain too much.
func echo(c *call, _ object) object {
	err := newAPIError(codeWrongValue, "Authorization: "+c.r.Header.Get("Authorization"))
	return err.object()
}

// wrongResult gives each result and mapping the ID after its own.
func wrongResult(c *call, answer object) object {
	for _, row := range c.rows(answer) {
		for i, m := range row {
			text, _ := m.value.(string)
			if n, err := strconv.ParseInt(text, 10, 64); m.key == "defId" && err == nil {
				row[i].value = strconv.FormatInt(n+1, 10)
			}
		}
	}
	return answer
}
