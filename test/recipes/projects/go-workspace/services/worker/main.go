// Command worker greets now and then.
package main

import (
	"fmt"
	"time"

	"example.org/greet"
)

func main() {
	for range time.Tick(time.Minute) {
		fmt.Println(greet.Hello("worker"))
	}
}
