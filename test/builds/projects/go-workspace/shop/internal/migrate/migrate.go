// Package migrate lists the SQL files a database would be brought up to date with.
package migrate

import (
	"os"
	"path/filepath"
	"strings"
)

// Step is one migration and its first statement.
type Step struct {
	Name      string `json:"name"`
	Statement string `json:"statement"`
}

// Steps returns the migrations of a folder in the order of their names.
func Steps(folder string) ([]Step, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.sql"))
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		statement, _, _ := strings.Cut(string(content), ";")
		steps = append(steps, Step{Name: filepath.Base(file), Statement: strings.Join(strings.Fields(statement), " ")})
	}
	return steps, nil
}
