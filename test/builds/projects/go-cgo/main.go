// Fingerprints of the words in a file, or of a word in the query, computed by the C code beside.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

var version = "unset"

func main() {
	file := os.Getenv("WORDS_FILE")
	if file == "" {
		log.Fatal("WORDS_FILE is not set")
	}

	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "fingerprint service, version %s\n", version)
	})
	http.HandleFunc("/words", func(w http.ResponseWriter, _ *http.Request) {
		content, err := os.ReadFile(file)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		for _, word := range strings.Fields(string(content)) {
			fmt.Fprintf(w, "%08x %s\n", digest(word), word)
		}
	})
	http.HandleFunc("/word", func(w http.ResponseWriter, r *http.Request) {
		word := r.URL.Query().Get("is")
		fmt.Fprintf(w, "%08x %.3f\n", digest(word), spread(word))
	})

	server := &http.Server{Addr: ":9000"}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	go func() { log.Print(server.ListenAndServe()) }()
	<-stop
	server.Shutdown(context.Background())
}
