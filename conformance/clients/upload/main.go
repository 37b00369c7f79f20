// Command upload is a job's upload with the transfer manager of the AWS SDK for
// Go:
//
//	upload [-once] [-tagging TAGS] FILE s3://BUCKET/KEY, or an access point's ARN for BUCKET
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	once := flag.Bool("once", false, "replace nothing: If-None-Match")
	tagging := flag.String("tagging", "", "the tags of the object, as a query string")
	flag.Parse()
	if err := upload(flag.Arg(0), flag.Arg(1), *tagging, *once); err != nil {
		log.Fatal(err)
	}
}

func upload(file, address, tagging string, once bool) error {
	bucket, key, err := placeOf(address)
	if err != nil {
		return err
	}
	body, err := os.Open(file)
	if err != nil {
		return err
	}
	defer body.Close()
	settings, err := config.LoadDefaultConfig(context.Background(), config.WithRetryMaxAttempts(1))
	if err != nil {
		return err
	}
	input := &transfermanager.UploadObjectInput{
		Bucket: aws.String(bucket), Key: aws.String(key), Body: body,
	}
	if tagging != "" {
		input.Tagging = aws.String(tagging)
	}
	if once {
		input.IfNoneMatch = aws.String("*")
	}
	_, err = transfermanager.New(s3.NewFromConfig(settings), inParts).UploadObject(context.Background(), input)
	return err
}

// placeOf returns the bucket or the access point, and the key, as the AWS CLI
// writes them: s3://BUCKET/KEY, s3://arn:…:accesspoint/NAME/KEY.
func placeOf(address string) (bucket, key string, err error) {
	place, ok := strings.CutPrefix(address, "s3://")
	bucket, key, found := strings.Cut(place, "/")
	if strings.HasPrefix(place, "arn:") {
		var name string
		name, key, found = strings.Cut(key, "/")
		bucket += "/" + name
	}
	if !ok || !found {
		return "", "", errors.New(address + " is not s3://BUCKET/KEY")
	}
	return bucket, key, nil
}

// inParts sends parts from where the AWS CLI does, 8 MB.
func inParts(o *transfermanager.Options) { o.MultipartUploadThreshold = 8 << 20 }
