// Package pages holds files that are part of the program.
package pages

import "embed"

// Files has the folder static.
//
//go:embed static
var Files embed.FS
