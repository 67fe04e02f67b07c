// Notice board: a page rendered from a template on disk, notices from a JSON file, static files.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"html/template"
	"log"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/go-chi/chi/v5"
)

type notice struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func loadNotices() ([]notice, error) {
	content, err := os.ReadFile("notices.json")
	if err != nil {
		return nil, err
	}
	var notices []notice
	return notices, json.Unmarshal(content, &notices)
}

func index(w http.ResponseWriter, _ *http.Request) {
	page, err := template.ParseFiles("templates/index.html")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	notices, err := loadNotices()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	page.Execute(w, map[string]any{"Title": "Notice board", "Greeting": setting("GREETING", "Hello"), "Notices": notices})
}

func show(w http.ResponseWriter, r *http.Request) {
	notices, err := loadNotices()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for _, n := range notices {
		if n.ID == chi.URLParam(r, "id") {
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(n)
			return
		}
	}
	http.NotFound(w, r)
}

// Drafts go through a file in the temporary folder, as uploads would.
func draft(w http.ResponseWriter, r *http.Request) {
	path := filepath.Join(os.TempDir(), "draft.txt")
	if err := os.WriteFile(path, []byte(r.URL.Query().Get("text")), 0o600); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	saved, err := os.ReadFile(path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Write(append([]byte("draft: "), saved...))
}

func main() {
	router := chi.NewRouter()
	router.Get("/", index)
	router.Get("/notices/{id}", show)
	router.Get("/draft", draft)
	router.Handle("/static/*", http.StripPrefix("/static/", http.FileServer(http.Dir("static"))))

	server := &http.Server{Addr: ":" + setting("PORT", "8080"), Handler: router}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	go func() {
		log.Printf("listening on %s", server.Addr)
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	<-stop.Done()
	log.Print("stopping")
	drain, done := context.WithTimeout(context.Background(), 3*time.Second)
	defer done()
	server.Shutdown(drain)
}
