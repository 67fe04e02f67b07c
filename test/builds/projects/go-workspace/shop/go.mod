module example.com/shop

go 1.24

require example.com/catalog v0.0.0

require github.com/BurntSushi/toml v1.4.0 // indirect

replace example.com/catalog => ../catalog
