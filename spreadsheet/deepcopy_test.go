package spreadsheet

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	deepcopy "github.com/tiendc/go-deepcopy"
)

type copied struct {
	Text   string
	Number *int
	List   []*copied
	Array  [2][]byte
	Map    map[string][]int
	Any    any
}

// TestDeepCopy: the copy is equal, and stays as it is when the original changes.
func TestDeepCopy(t *testing.T) {
	sample := func() *copied {
		return &copied{Text: "a", Number: new(int), List: []*copied{{Text: "b"}, nil}, Array: [2][]byte{{1}, nil},
			Map: map[string][]int{"c": {2}}, Any: []int{3}}
	}
	original, got := sample(), new(copied)
	if err := deepcopy.Copy(got, original); err != nil {
		t.Fatal(err)
	}
	*original.Number, original.List[0].Text, original.Array[0][0] = 9, "other", 9
	original.Map["c"][0], original.Any.([]int)[0] = 9, 9
	if diff := cmp.Diff(sample(), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := deepcopy.Copy(got, copied{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(new(copied), got); diff != "" {
		t.Errorf("of nothing (-want +got)\n%s", diff)
	}
	for _, dst := range []any{copied{}, new(string), (*copied)(nil), nil} {
		if err := deepcopy.Copy(dst, original); err == nil {
			t.Errorf("copied to a %T", dst)
		}
	}
}
