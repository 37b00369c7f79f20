// Command publish is a job that publishes a file as a generic package with the
// AWS SDK for Go:
//
//	publish FILE DOMAIN REPOSITORY NAMESPACE PACKAGE VERSION
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/codeartifact"
	"github.com/aws/aws-sdk-go-v2/service/codeartifact/types"
)

func main() {
	if len(os.Args) != 7 {
		log.Fatal("usage: publish FILE DOMAIN REPOSITORY NAMESPACE PACKAGE VERSION")
	}
	if err := publish(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func publish(arguments []string) error {
	content, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	settings, err := config.LoadDefaultConfig(context.Background(), config.WithRetryMaxAttempts(1))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	published, err := codeartifact.NewFromConfig(settings).PublishPackageVersion(context.Background(), &codeartifact.PublishPackageVersionInput{
		Domain: aws.String(arguments[1]), Repository: aws.String(arguments[2]), Format: types.PackageFormatGeneric,
		Namespace: aws.String(arguments[3]), Package: aws.String(arguments[4]), PackageVersion: aws.String(arguments[5]),
		AssetName: aws.String(filepath.Base(arguments[0])), AssetContent: bytes.NewReader(content), AssetSHA256: aws.String(hex.EncodeToString(sum[:])),
	})
	if err != nil {
		return err
	}
	_, err = fmt.Println(published.Status)
	return err
}
