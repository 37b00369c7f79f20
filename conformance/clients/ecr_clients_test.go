package clients

import (
	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
)

// seedRepositories makes the repository of releases, empty, and that of
// candidates, with one.
func seedRepositories(c *cloud.Cloud) error {
	c.Repository("app")
	return seedImage(c, "candidates", "1.2.3-rc.1", "a candidate\n")
}

// seedReleased makes the repository of releases, with a release.
func seedReleased(c *cloud.Cloud) error {
	return seedImage(c, "app", "1.2.2", "version 1.2.2\n")
}

func pushing() []permission.Set {
	return []permission.Set{permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}}}}
}

func promoting() []permission.Set {
	return []permission.Set{permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, PromoteFrom: []string{"candidates"}}}}
}

const (
	released = "ecr://app:1.2.3"
	latest   = "ecr://app:latest"
	login    = "aws ecr get-login-password | "
)

var ecrClients = []client{
	{
		name: "AWS CLI", use: "ECR", version: "aws --version",
		policy: "ECR{RepositoryNames, Describe}, AllowDelete",
		sets: []permission.Set{permission.Publisher{AllowDelete: &yes,
			ECR: &permission.ECR{RepositoryNames: []string{"app"}, Describe: true}}},
		seed: seedReleased,
		operations: []operation{
			{"aws ecr get-login-password", nil},
			{"aws ecr describe-images --repository-name app --image-ids imageTag=1.2.2", nil},
			{"aws ecr describe-repositories --repository-names app", nil},
			{"aws ecr list-images --repository-name app", nil},
			{"aws ecr batch-delete-image --repository-name app --image-ids imageTag=1.2.2", []string{"!ecr://app:1.2.2"}},
			{"aws ecr wait image-scan-complete --repository-name app --image-id imageTag=1.2.2", nil},
		},
	},
	{
		name: "crane", version: "module github.com/google/go-containerregistry",
		policy: "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: login + "crane auth login --username AWS --password-stdin $REGISTRY",
		operations: []operation{
			{"crane push image.tar $REGISTRY/app:1.2.3", []string{released}},
			{"crane push image $REGISTRY/app:1.2.3", []string{released}},
			{"crane append --oci-empty-base --new_layer image.tar --new_tag $REGISTRY/app:1.2.3", []string{released}},
			{"crane tag $REGISTRY/app:1.2.2 latest", []string{latest}},
			{"crane digest $REGISTRY/app:1.2.2", nil},
		},
	},
	{
		name: "crane", use: "promotion", version: "module github.com/google/go-containerregistry",
		policy: "ECR{RepositoryNames, PromoteFrom}", sets: promoting(), seed: seedRepositories,
		setup: login + "crane auth login --username AWS --password-stdin $REGISTRY",
		operations: []operation{
			{"crane copy $REGISTRY/candidates:1.2.3-rc.1 $REGISTRY/app:1.2.3", []string{released}},
		},
	},
	{
		name: "skopeo", version: "skopeo --version", env: ownBlobCache,
		policy: "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: login + "skopeo login --username AWS --password-stdin $REGISTRY",
		operations: []operation{
			{"skopeo copy oci:image docker://$REGISTRY/app:1.2.3", []string{released}},
			{"skopeo copy docker-archive:image.tar docker://$REGISTRY/app:1.2.3", []string{released}},
		},
	},
	{
		name: "skopeo", use: "promotion", version: "skopeo --version", env: ownBlobCache,
		policy: "ECR{RepositoryNames, PromoteFrom}", sets: promoting(), seed: seedRepositories,
		setup: login + "skopeo login --username AWS --password-stdin $REGISTRY",
		operations: []operation{
			{"skopeo copy docker://$REGISTRY/candidates:1.2.3-rc.1 docker://$REGISTRY/app:1.2.3", []string{released}},
		},
	},
	{
		name: "oras", version: "module oras.land/oras",
		policy: "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: login + "oras login --username AWS --password-stdin $REGISTRY",
		operations: []operation{
			{"oras push $REGISTRY/app:1.2.3 dist/app.txt", []string{released}},
			{"oras attach --artifact-type text/sbom $REGISTRY/app:1.2.2 dist/app.txt", nil},
			{"oras tag $REGISTRY/app:1.2.2 latest", []string{latest}},
			{"oras copy --from-oci-layout image:1.2.3 $REGISTRY/app:1.2.3", []string{released}},
		},
	},
	{
		name: "Helm", version: "module helm.sh/helm/v4",
		policy: "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: login + "helm registry login --username AWS --password-stdin $REGISTRY",
		operations: []operation{
			{"helm create app > /dev/null && helm package app --version 1.2.3 && helm push app-1.2.3.tgz oci://$REGISTRY", []string{released}},
		},
	},
	{
		name: "cosign", version: "module github.com/sigstore/cosign/v3",
		policy: "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: login + "cosign login --username AWS --password-stdin $REGISTRY\ncosign generate-key-pair\ndigest=$(crane digest $REGISTRY/app:1.2.2)",
		env:   map[string]string{"COSIGN_PASSWORD": ""},
		operations: []operation{
			{"cosign sign --yes --key cosign.key --use-signing-config=false --tlog-upload=false $REGISTRY/app@$digest", nil},
			{"cosign sign --yes --key cosign.key --use-signing-config=false --tlog-upload=false --new-bundle-format=false $REGISTRY/app@$digest", nil},
			{"cosign attest --yes --key cosign.key --use-signing-config=false --tlog-upload=false --predicate dist/app.txt $REGISTRY/app@$digest", nil},
		},
	},
	{
		name: "cosign", use: "a second signature in the old format, verifying", version: "module github.com/sigstore/cosign/v3",
		decided: map[string]string{"ecr:GetDownloadUrlForLayer": "reads what was signed: `Pull` adds it, for who asks for it"},
		policy:  "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: login + "cosign login --username AWS --password-stdin $REGISTRY\ncosign generate-key-pair\ndigest=$(crane digest $REGISTRY/app:1.2.2)",
		env:   map[string]string{"COSIGN_PASSWORD": ""},
		operations: []operation{
			{"for signature in 1 2; do cosign sign --yes --key cosign.key --use-signing-config=false --tlog-upload=false --new-bundle-format=false -a number=$signature $REGISTRY/app@$digest; done", nil},
			{"cosign sign --yes --key cosign.key --use-signing-config=false --tlog-upload=false $REGISTRY/app@$digest && cosign verify --key cosign.pub --insecure-ignore-tlog $REGISTRY/app@$digest", nil},
		},
	},
	{
		name: "Buildah", version: "buildah --version",
		policy: "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: login + "buildah login --username AWS --password-stdin $REGISTRY",
		env:   map[string]string{"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"},
		operations: []operation{
			{"buildah --root $HOME/storage --runroot $HOME/run push $(buildah --root $HOME/storage --runroot $HOME/run pull docker-archive:image.tar) docker://$REGISTRY/app:1.2.3", []string{released}},
		},
	},
	{
		name: "Docker", version: "/usr/bin/docker --version",
		policy: "ECR{RepositoryNames}", sets: pushing(), seed: seedReleased,
		setup: dockerEngine + login + "docker login --username AWS --password-stdin $REGISTRY\ndocker load --input image.tar",
		operations: []operation{
			{"docker push $REGISTRY/app:1.2.3", []string{released}},
			{"docker tag $REGISTRY/app:1.2.3 $REGISTRY/app:latest && docker push --all-tags $REGISTRY/app", []string{released, latest}},
		},
	},
	{
		name: "Docker", use: "pull", version: "/usr/bin/docker --version",
		policy: "ECR{RepositoryNames, Pull}", seed: seedReleased,
		sets:  []permission.Set{permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, Pull: true}}},
		setup: dockerEngine + login + "docker login --username AWS --password-stdin $REGISTRY\ndocker load --input image.tar",
		operations: []operation{
			{"docker pull $REGISTRY/app:1.2.2 && docker tag $REGISTRY/app:1.2.2 $REGISTRY/app:latest && docker push $REGISTRY/app:latest", []string{latest}},
			{"docker push $REGISTRY/app:1.2.3", []string{released}},
		},
	},
	{
		name: "BuildKit", version: "module github.com/moby/buildkit",
		policy: "ECR{RepositoryNames, Pull}", seed: seedReleased,
		sets: []permission.Set{permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, Pull: true}}},
		// What "docker buildx build --push" has BuildKit do.
		setup: buildKit + login + `crane auth login --username AWS --password-stdin $REGISTRY
printf 'FROM scratch\nCOPY app.txt /\n' > Dockerfile
build="buildctl build --progress plain --frontend dockerfile.v0 --local context=dist --local dockerfile=. --output type=image,name=$REGISTRY/app:1.2.3,push=true"`,
		operations: []operation{
			{"$build", []string{released}},
			{"$build --opt attest:provenance=mode=min", []string{released}},
			{"$build --export-cache type=registry,ref=$REGISTRY/app:cache --import-cache type=registry,ref=$REGISTRY/app:cache", []string{released, "ecr://app:cache"}},
			{"sed -i s,scratch,$REGISTRY/app:1.2.2, Dockerfile && $build", []string{released}},
		},
	},
	{
		name: "ko", version: "module github.com/google/ko",
		policy: "ECR{RepositoryNames, Pull}", seed: seedReleased,
		sets: []permission.Set{permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, Pull: true}}},
		// ko signs in by itself, with Amazon's credential helper.
		setup: `export PATH=$PATH:${GO%/*} KO_DOCKER_REPO=$REGISTRY/app KO_DEFAULTBASEIMAGE=$REGISTRY/app:1.2.2 GOFLAGS=-mod=mod GOPROXY=off
printf 'module example.com/app\n\ngo 1.25.0\n' > go.mod && printf 'package main\n\nfunc main() {}\n' > main.go`,
		operations: []operation{
			{"ko build --bare --tags 1.2.3 .", []string{released}},
		},
	},
}

// ownBlobCache has skopeo keep below HOME what it remembers of registries. As root
// it keeps that for the whole machine, and asks for layers where another run has
// seen them.
//
// https://github.com/containers/image/blob/main/pkg/blobinfocache/default.go
var ownBlobCache = map[string]string{"_CONTAINERS_ROOTLESS_UID": "65534"}

// dockerEngine starts an engine for the job, which needs root.
const dockerEngine = `export DOCKER_HOST=unix://$HOME/docker.sock
dockerd --host $DOCKER_HOST --data-root $HOME/docker --exec-root $HOME/run --pidfile $HOME/docker.pid --iptables=false --ip6tables=false --bridge=none --storage-driver=vfs > $HOME/dockerd.log 2>&1 &
engine=$!
trap 'kill $engine; wait $engine || true' EXIT
until docker version > /dev/null 2>&1; do kill -0 $engine; sleep 0.2; done
`

// buildKit starts an engine for the job, which needs root and runc.
const buildKit = `export BUILDKIT_HOST=unix://$HOME/buildkit.sock
buildkitd --addr $BUILDKIT_HOST --root $HOME/buildkit --oci-worker-snapshotter=native --oci-worker-net=host > $HOME/buildkitd.log 2>&1 &
engine=$!
trap 'kill $engine; wait $engine || true' EXIT
until buildctl debug workers > /dev/null 2>&1; do kill -0 $engine; sleep 0.2; done
`
