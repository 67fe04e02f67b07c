// Package catalog reads the goods of a shop from a TOML file.
package catalog

import (
	"sort"

	"github.com/BurntSushi/toml"
)

// Item is one thing for sale, priced in cents.
type Item struct {
	Name  string `toml:"name" json:"name"`
	Cents int    `toml:"cents" json:"cents"`
}

// Catalog is everything for sale.
type Catalog struct {
	Currency string `toml:"currency" json:"currency"`
	Items    []Item `toml:"items" json:"items"`
}

// Load reads a catalogue, cheapest items first.
func Load(path string) (Catalog, error) {
	var c Catalog
	if _, err := toml.DecodeFile(path, &c); err != nil {
		return c, err
	}
	sort.SliceStable(c.Items, func(i, j int) bool { return c.Items[i].Cents < c.Items[j].Cents })
	return c, nil
}
