package cipublisher

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
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

// tell remembers the notices of a publisher for the synthesis, when what several
// of the stack have to say becomes one annotation of the stack.
func (h *home) tell(publisher constructs.IConstruct, path func() string, notices []fault.Notice) {
	for _, notice := range notices {
		all := append(h.told[notice.ID], told{publisher, path, notice.String(), notice.Note})
		h.told[notice.ID] = all
		if !h.gathers && (len(all) > 1 || !notice.Note && printsWarnings()) {
			h.gathers = true
			h.stack.Node().AddValidation(h)
		}
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

// annotate shows notices at synthesis.
func annotate(scope constructs.IConstruct, notices []fault.Notice) {
	if len(notices) == 0 {
		return
	}
	annotations := awscdk.Annotations_Of(scope)
	for _, notice := range notices {
		if notice.Note {
			annotations.AddInfoV2(ackID(notice.ID), jsii.String(notice.String()))
		} else {
			addWarning(annotations, ackID(notice.ID), jsii.String(notice.String()))
		}
	}
}

// addWarning calls AddWarningV2, which takes options as well in newer versions
// of the CDK. Called by its name, it compiles with all of them.
func addWarning(annotations any, id, message *string) {
	method := reflect.ValueOf(annotations).MethodByName("AddWarningV2")
	arguments := []reflect.Value{reflect.ValueOf(id), reflect.ValueOf(message)}
	for i := len(arguments); i < method.Type().NumIn(); i++ {
		arguments = append(arguments, reflect.Zero(method.Type().In(i)))
	}
	method.Call(arguments)
}

// ackID is the id that a notice is acknowledged by.
func ackID(id string) *string { return jsii.String("cipublisher:" + id) }

// mostAsked is for how many publishers the CDK is asked at synthesis whether
// their warnings have been acknowledged. The kernel keeps each question of a
// callback on its stack.
const mostAsked = 500

// Validate is called by the CDK at synthesis, before the annotations are
// written. What several publishers of the stack have to say is one
// annotation of the stack that lists them, without the warnings that have been
// acknowledged.
func (h *home) Validate() *[]*string {
	left := map[constructs.IConstruct]string{}
	for _, id := range slices.Sorted(maps.Keys(h.told)) {
		all := h.left(*ackID(id), h.told[id], left)
		h.print(*ackID(id), all)
		if len(all) > 1 {
			h.gather(*ackID(id), all)
		}
	}
	return jsii.Strings()
}

// left returns the notices of an id that nobody has acknowledged. What
// constructs show is remembered in texts.
func (h *home) left(id string, all []told, texts map[constructs.IConstruct]string) []told {
	shows := func(construct constructs.IConstruct) bool {
		if _, asked := texts[construct]; !asked {
			if len(texts) == mostAsked {
				return true
			}
			for _, entry := range *construct.Node().Metadata() {
				texts[construct] += fmt.Sprint(entry.Data)
			}
		}
		return strings.Contains(texts[construct], acknowledgement(id))
	}
	if len(all) == 1 && all[0].note || all[0].note && !shows(all[0].construct) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(t told) bool { return !t.note && !shows(t.construct) })
}

// acknowledgement is how the CDK ends a text that can be acknowledged.
func acknowledgement(id string) string { return "[ack: " + id + "]" }

// print writes warnings to stderr in an app that runs without the CDK command
// line, which would print them.
func (h *home) print(id string, all []told) {
	if len(all) == 0 || all[0].note || !printsWarnings() || h.stack.Node().TryGetContext(jsii.String(validationReport)) == true {
		return
	}
	paths := make([]string, len(all))
	for i, t := range all {
		paths[i] = t.path()
	}
	fmt.Fprintf(stderr, "cipublisher: warning at %s: %s (%s)\n", strings.Join(paths, ", "), all[0].text, id)
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

// gather replaces the annotations of an id by one of the stack.
func (h *home) gather(id string, all []told) {
	paths := make([]string, len(all))
	for i, t := range all {
		paths[i] = t.path()
	}
	text := jsii.String(strconv.Itoa(len(all)) + " constructs: " + strings.Join(paths, ", ") + "\nThe first says: " + all[0].text + " " + acknowledgement(id))
	if annotations := awscdk.Annotations_Of(h.stack); all[0].note {
		annotations.AcknowledgeInfo(&id, nil)
		annotations.AddInfo(text)
	} else {
		annotations.AcknowledgeWarning(&id, nil)
		annotations.AddWarning(text)
	}
}
