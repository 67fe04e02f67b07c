// Command shop serves the catalogue.
package main

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/example/shop/docs"
	"github.com/example/shop/internal/pages"
	"github.com/example/shop/internal/store"
)

var version = "development"

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	goods := store.New(os.Getenv("DATABASE_URL"))
	front := template.Must(template.ParseGlob("templates/*.html"))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if err := front.Execute(w, goods.Count(r.Context())); err != nil {
			slog.Error("front page", "error", err)
		}
	})
	mux.Handle("GET /static/", http.FileServerFS(pages.Files))
	mux.HandleFunc("GET /openapi.json", docs.Serve)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
	})
	server := &http.Server{Addr: ":" + port, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		limit, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = server.Shutdown(limit)
	}()
	slog.Info("listening", "port", port, "version", version)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		slog.Error("server", "error", err)
		os.Exit(1)
	}
}
