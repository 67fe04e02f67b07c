module example.com/catalog

go 1.24

require github.com/BurntSushi/toml v1.4.0
