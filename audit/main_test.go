package audit_test

import (
	"os"
	"testing"

	"github.com/cipublisher/cipublisher/internal/golden"
)

func TestMain(m *testing.M) { os.Exit(golden.Main(m, "testdata")) }
