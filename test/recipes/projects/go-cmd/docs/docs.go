// Package docs describes the interface.
package docs

import (
	_ "embed"
	"net/http"
)

//go:embed openapi.json
var text []byte

// Serve answers with the description.
func Serve(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text)
}
