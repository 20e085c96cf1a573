module isales-console

go 1.26

require (
	github.com/a-h/templ v0.3.977
	github.com/go-chi/chi/v5 v5.5.0
)

require github.com/google/go-cmp v0.7.0 // indirect
