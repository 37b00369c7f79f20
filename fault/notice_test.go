package fault_test

import (
	"fmt"

	"github.com/cipublisher/cipublisher/fault"
)

func ExampleNotice_Rename() {
	notice := fault.Notice{ID: "s3-prefix-no-slash", Text: `{S3.Prefix} "{S3}" does not end with "/"`}
	fmt.Println(notice.Rename(func(option string) string { return "--s3-prefix" }).Text)
	// Output:
	// --s3-prefix "{S3}" does not end with "/"
}
