package cipublisher

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

// told is a notice of a publisher.
type told struct {
	construct constructs.IConstruct
	path      func() string
	text      string
	note      bool
}

// fresh returns the notices, of which there is one for each id, that a publisher
// shows by itself, so that users can acknowledge them: warnings, and the notes
// that no publisher of the stack has shown before it.
func (h *home) fresh(notices []fault.Notice) []fault.Notice {
	return slices.DeleteFunc(slices.Clone(notices), func(n fault.Notice) bool { return n.Note && len(h.told[n.ID]) > 0 })
}

// gathering returns what the CDK is to call at synthesis, where the notices of a
// publisher are the first of the stack that need it: those of an id that another
// publisher has told, and warnings that nobody else prints. nil where it is not so.
func (h *home) gathering(notices []fault.Notice) constructs.IValidation {
	needs := func(n fault.Notice) bool { return len(h.told[n.ID]) > 0 || !n.Note && printsWarnings() }
	if h.gathers || !slices.ContainsFunc(notices, needs) {
		return nil
	}
	return h
}

// tell remembers the notices of a publisher for the synthesis.
func (h *home) tell(publisher constructs.IConstruct, path func() string, notices []fault.Notice) {
	h.gathers = h.gathers || h.gathering(notices) != nil
	for _, notice := range notices {
		h.told[notice.ID] = append(h.told[notice.ID], told{publisher, path, notice.String(), notice.Note})
	}
}

// onePerID joins notices of one id.
func onePerID(notices []fault.Notice) []fault.Notice {
	var all []fault.Notice
	at := map[string]int{}
	for _, notice := range notices {
		if i, again := at[notice.ID]; again {
			all[i].Text += "\n" + notice.Text
			continue
		}
		at[notice.ID] = len(all)
		all = append(all, notice)
	}
	return all
}

// ackID is the id that a notice is acknowledged by.
func ackID(id string) *string { return jsii.String("cipublisher:" + id) }

// Validate is called by the CDK at synthesis, before the annotations are
// written. What several publishers of the stack have to say is one
// annotation of the stack that lists them, without the warnings that have been
// acknowledged.
func (h *home) Validate() *[]*string {
	shown, prints := h.shown(), h.prints()
	var gathered []noticePart
	for _, id := range slices.Sorted(maps.Keys(h.told)) {
		all := left(*ackID(id), h.told[id], shown)
		if prints {
			print(*ackID(id), all)
		}
		if len(all) > 1 {
			gathered = append(gathered, joined(*ackID(id), all))
		}
	}
	if gathered != nil {
		gather(h.stack, gathered)
	}
	return jsii.Strings()
}

// shown returns what publishers show that users may have acknowledged: all of
// their warnings, and of a note that several have the first's, which shows it.
func (h *home) shown() map[constructs.IConstruct]string {
	all := map[constructs.IConstruct]string{}
	var asked []constructs.IConstruct
	for _, id := range slices.Sorted(maps.Keys(h.told)) {
		for i, t := range h.told[id] {
			if _, again := all[t.construct]; !again && (!t.note || i == 0 && len(h.told[id]) > 1) {
				all[t.construct] = ""
				asked = append(asked, t.construct)
			}
		}
	}
	if asked == nil {
		return all
	}
	for i, text := range annotationsOf(asked) {
		all[asked[i]] = text
	}
	return all
}

// left returns the notices of an id that nobody has acknowledged.
func left(id string, all []told, shown map[constructs.IConstruct]string) []told {
	acknowledged := func(t told) bool { return !strings.Contains(shown[t.construct], acknowledgement(id)) }
	if all[0].note {
		if len(all) == 1 || acknowledged(all[0]) {
			return nil
		}
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), acknowledged)
}

// acknowledgement is how the CDK ends a text that can be acknowledged.
func acknowledgement(id string) string { return "[ack: " + id + "]" }

// print writes warnings to stderr.
func print(id string, all []told) {
	if len(all) == 0 || all[0].note {
		return
	}
	fmt.Fprintf(stderr, "cipublisher: warning at %s: %s (%s)\n", pathsOf(all), all[0].text, id)
}

// prints reports whether the warnings of the stack are to be printed here: in an
// app that runs without the CDK command line, unless the CDK prints them itself.
func (h *home) prints() bool {
	return printsWarnings() && h.stack.Node().TryGetContext(jsii.String(validationReport)) != true
}

func pathsOf(all []told) string {
	paths := make([]string, len(all))
	for i, t := range all {
		paths[i] = t.path()
	}
	return strings.Join(paths, ", ")
}

// validationReport is the feature flag with which the CDK prints annotations
// itself, whoever runs the app.
const validationReport = "@aws-cdk/core:annotationsInValidationReport"

// stderr is where warnings go.
var stderr io.Writer = os.Stderr

// printsWarnings reports whether nobody else prints warnings: the CDK command
// line sets CDK_OUTDIR for the apps that it runs, and a test asks for
// annotations where it wants them.
var printsWarnings = func() bool { return os.Getenv("CDK_OUTDIR") == "" && flag.Lookup("test.v") == nil }

// joined is the one annotation of the stack for an id, which lists the publishers.
func joined(id string, all []told) noticePart {
	return noticePart{id, strconv.Itoa(len(all)) + " constructs: " + pathsOf(all) +
		"\nThe first says: " + all[0].text + " " + acknowledgement(id), all[0].note}
}
