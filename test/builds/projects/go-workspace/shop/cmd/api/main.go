// The API of the shop.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"example.com/catalog"
	"example.com/shop/internal/migrate"
)

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(value)
}

func main() {
	config := flag.String("config", "/etc/shop/config.toml", "the goods")
	migrations := flag.String("migrations", "/etc/shop/migrations", "folder of SQL files")
	flag.Parse()

	goods, err := catalog.Load(*config)
	if err != nil {
		log.Fatal(err)
	}
	steps, err := migrate.Steps(*migrations)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("%d items, %d migrations", len(goods.Items), len(steps))

	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{"shop": os.Getenv("SHOP_NAME"), "message": "open all day"})
	})
	mux.HandleFunc("GET /items", func(w http.ResponseWriter, _ *http.Request) { reply(w, goods) })
	mux.HandleFunc("GET /migrations", func(w http.ResponseWriter, _ *http.Request) { reply(w, steps) })

	server := &http.Server{Addr: os.Getenv("SHOP_ADDR"), Handler: mux}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	go func() { log.Print(server.ListenAndServe()) }()
	<-stop.Done()
	server.Shutdown(context.Background())
}
