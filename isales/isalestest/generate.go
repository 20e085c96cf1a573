package isalestest

import "strconv"

// Generate returns a VDN of any size, the same for the same arguments: so many
// results with so many mappings each, all IDs distinct, the dictionary of VDN 40
// of [Sample]. Every tenth code of the dictionary is mapped by no result; the
// last code of a result that has several is also the first of the next one.
func Generate(vdnID, results, mappings int) *Data {
	codes := sampleCodes()
	var mapped []Code
	for i, c := range codes {
		if i%10 != 9 {
			mapped = append(mapped, c)
		}
	}
	vdn := VDN{ID: vdnID, Codes: codes, Results: make([]Result, 0, results)}
	step := max(mappings-1, 1)
	for i := range results {
		r := Result{
			DefID:         strconv.Itoa(1500000001 + i),
			DisplayResult: "生成的结果 " + strconv.Itoa(i+1) + " (generated)",
			Code:          "g" + strconv.FormatInt(int64(i), 36),
			Mappings:      make([]Mapping, 0, mappings),
		}
		for j := range mappings {
			r.Mappings = append(r.Mappings, Mapping{
				MapID:    strconv.Itoa(1700000001 + i*mappings + j),
				FailCode: mapped[(i*step+j)%len(mapped)].Code,
			})
		}
		vdn.Results = append(vdn.Results, r)
	}
	return &Data{VDNs: []VDN{vdn}}
}
