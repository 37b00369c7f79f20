// A job's upload with the transfer manager of the AWS SDK for JavaScript:
//
//	node upload.mjs FILE s3://BUCKET/KEY [TAGGING]
//
// The SDK takes no proxy from its environment, so the endpoint is the
// environment's too: AWS_ENDPOINT_URL_S3, by path.
import { createReadStream } from 'node:fs'
import { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'

const [file, address, Tagging] = process.argv.slice(2)
const { host: Bucket, pathname } = new URL(address)
const client = new S3Client({ forcePathStyle: true, maxAttempts: 1 })
await new Upload({ client, params: { Bucket, Key: pathname.slice(1), Body: createReadStream(file), Tagging } }).done()
