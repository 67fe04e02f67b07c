// Command buildkit-check prints what BuildKit's own checker says about Dockerfiles, as `docker build --check` does, without an engine.
// It reads their paths from standard input, one a line, and writes one JSON object a line.
// No registry is asked: each base image has an empty configuration and the platform that is wanted.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

type warning struct {
	Rule    string `json:"rule"`
	Line    int32  `json:"line"`
	Message string `json:"message"`
}

type report struct {
	File     string    `json:"file"`
	Warnings []warning `json:"warnings"`
	Error    string    `json:"error,omitempty"`
}

var platform = ocispecs.Platform{OS: "linux", Architecture: "amd64"}

type emptyImages struct{}

func (emptyImages) ResolveImageConfig(_ context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	wanted := platform
	if opt.ImageOpt != nil && opt.ImageOpt.Platform != nil {
		wanted = *opt.ImageOpt.Platform
	}
	config, err := json.Marshal(ocispecs.Image{Platform: wanted})
	return ref, digest.FromString(ref), config, err
}

func check(file string) report {
	result := report{File: file, Warnings: []warning{}}
	text, err := os.ReadFile(file)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	caps := pb.Caps.CapSet(pb.Caps.All())
	source := llb.NewSourceMap(nil, file, "Dockerfile", text)
	source.Definition = &llb.Definition{}
	found, err := dockerfile2llb.DockerfileLint(ctx, text, dockerfile2llb.ConvertOpt{
		Config: dockerui.Config{
			BuildPlatforms:  []ocispecs.Platform{platform},
			TargetPlatforms: []ocispecs.Platform{platform},
		},
		TargetPlatform: &platform,
		SourceMap:      source,
		MetaResolver:   emptyImages{},
		LLBCaps:        &caps,
		AllStages:      true,
	})
	if err != nil {
		result.Error = err.Error()
	}
	if found == nil {
		return result
	}
	if found.Error != nil {
		result.Error = found.Error.Message
	}
	for _, each := range found.Warnings {
		result.Warnings = append(result.Warnings, warning{each.RuleName, firstLine(each.Location), each.Detail})
	}
	return result
}

func firstLine(location *pb.Location) int32 {
	for _, each := range location.GetRanges() {
		return each.GetStart().GetLine()
	}
	return 0
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	output := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := output.Encode(check(lines.Text())); err != nil {
			panic(err)
		}
	}
}
