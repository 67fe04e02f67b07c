package store

import (
	"context"
	"testing"
)

func TestCountWithoutDatabase(t *testing.T) {
	if count := New("").Count(context.Background()); count != 0 {
		t.Fatal(count)
	}
}
