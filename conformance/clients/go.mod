module github.com/cipublisher/cipublisher/conformance/clients

go 1.25.0

require github.com/cipublisher/cipublisher v0.0.0

replace github.com/cipublisher/cipublisher => ../..

require github.com/johannesboyne/gofakes3 v1.2.0

require (
	github.com/ryszard/goskiplist v0.0.0-20150312221310-2dfbae5fcf46 // indirect
	go.shabbyrobe.org/gocovmerge v0.0.0-20230507111327-fa4f82cfbf4d // indirect
	golang.org/x/tools v0.49.0 // indirect
)
