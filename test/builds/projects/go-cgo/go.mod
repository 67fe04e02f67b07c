module example.com/fingerprint

go 1.24
