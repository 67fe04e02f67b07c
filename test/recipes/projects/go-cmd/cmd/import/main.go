// Command import reads goods from standard input.
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	count := 0
	for scanner := bufio.NewScanner(os.Stdin); scanner.Scan(); {
		count++
	}
	fmt.Println(count, "goods")
}
