package jsontext_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/jsontext"
)

// tokens lists what a text consists of, as the reader has it.
func tokens(r *jsontext.Reader) []string {
	switch kind := r.Kind(); kind {
	case '{':
		all := []string{"{"}
		for r.Enter(); r.More(); {
			all = append(append(all, fmt.Sprintf("%q", r.Name())), tokens(r)...)
		}
		return append(all, "}")
	case '[':
		all := []string{"["}
		for r.Enter(); r.More(); {
			all = append(all, tokens(r)...)
		}
		return append(all, "]")
	case '"':
		return []string{fmt.Sprintf("%q", r.Text())}
	default:
		return []string{r.Word()}
	}
}

// standard lists the same as encoding/json has it.
func standard(t testing.TB, text string) []string {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var all []string
	for {
		token, err := decoder.Token()
		if err != nil {
			return all
		}
		switch token := token.(type) {
		case string:
			all = append(all, fmt.Sprintf("%q", token))
		case nil:
			all = append(all, "null")
		default:
			all = append(all, fmt.Sprint(token))
		}
	}
}

var texts = []string{
	`{}`, `[]`, ` [ ] `, `""`, `0`, " null\n", `true`, `{"a":{"b":[1,-2.50e+7,"x",true,false,null,[],{}]},"a":2}`,
	`["\"","\\","\\\"","\u00e9\ud83d\ude00","\ud800","ä","a` + "\xff" + `b","\ufdd0"]`, "[1\t,\r\n 2 , {\"a\" : 1 , \"b\":2 } ]",
}

func check(t testing.TB, text string) {
	r, err := jsontext.NewReader([]byte(text))
	var want json.RawMessage
	wantErr := json.Unmarshal([]byte(text), &want)
	require.Equal(t, wantErr, err)
	if err != nil {
		return
	}
	require.Equal(t, standard(t, text), tokens(r), text)
	require.Empty(t, bytes.TrimSpace([]byte(text)[r.Offset():]), "everything is read")
}

// Whatever the text, it is read as encoding/json reads it.
func TestReader(t *testing.T) {
	for _, text := range texts {
		check(t, text)
	}
	for _, text := range []string{"", "{", `{"a"}`, "[1,]", "{} {}", strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001)} {
		_, err := jsontext.NewReader([]byte(text))
		require.Error(t, err)
		check(t, text)
	}
}

// The offset is behind what was read last.
func TestOffset(t *testing.T) {
	r, err := jsontext.NewReader([]byte(` {"a" : 12}`))
	require.NoError(t, err)
	r.Enter()
	require.Equal(t, 2, r.Offset())
	require.True(t, r.More())
	require.Equal(t, "a", r.Name())
	require.Equal(t, 7, r.Offset())
	require.Equal(t, "12", r.Word())
	require.Equal(t, 10, r.Offset())
	require.False(t, r.More())
	require.Equal(t, 11, r.Offset())
}

func FuzzReader(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}
