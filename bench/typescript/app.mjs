// The publishers of workload.go, written by hand for Node with L2 constructs of
// aws-cdk-lib, and aws-cdk-github-oidc for the role. That library knows no ids
// of owners and repositories, so that its subjects are by name alone.
//
//   node app.mjs PUBLISHERS FOLDER
//
// writes one line of JSON: how long it took, in milliseconds, the largest
// memory of the process, in megabytes, and its processor time, in milliseconds.
import { performance } from "node:perf_hooks";
import * as cdk from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { GithubActionsRole } from "aws-cdk-github-oidc";

const [publishers, outdir] = [Number(process.argv[2]), process.argv[3]];
const region = "eu-west-1";
const perStack = 200;

const allow = (sid, resource, ...actions) => new iam.PolicyStatement({ sid, actions, resources: [resource] });

function publisher(stack, provider, i) {
  const name = `app-${String(i).padStart(4, "0")}`;
  const arn = (service, resource) => `arn:${stack.partition}:${service}:${region}:${stack.account}:${resource}`;
  const scope = new Construct(stack, `Publisher${name}`);
  const policy = new iam.ManagedPolicy(scope, "Policy", {
    managedPolicyName: `publisher-${name}`,
    path: "/ci/",
  });
  policy.addStatements(allow("S3List", `arn:${stack.partition}:s3:::acme-dist`, "s3:ListBucket"));
  policy.addStatements(allow("S3Publish", `arn:${stack.partition}:s3:::acme-dist/${name}/*`,
    "s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"));
  policy.addStatements(allow("EcrLogin", "*", "ecr:GetAuthorizationToken"));
  policy.addStatements(allow("EcrPublish", arn("ecr", "repository/*"),
    "ecr:BatchCheckLayerAvailability", "ecr:BatchDeleteImage", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"));
  policy.addStatements(allow("CodeArtifactLogin", arn("codeartifact", "domain/acme"), "codeartifact:GetAuthorizationToken"));
  policy.addStatements(new iam.PolicyStatement({
    sid: "CodeArtifactToken",
    actions: ["sts:GetServiceBearerToken"],
    resources: ["*"],
    conditions: { StringEquals: { "sts:AWSServiceName": "codeartifact.amazonaws.com" } },
  }));
  policy.addStatements(allow("CodeArtifactRead", arn("codeartifact", "repository/acme/*"),
    "codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"));
  policy.addStatements(allow("CodeArtifactPublish", arn("codeartifact", "package/acme/*"),
    "codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"));
  new GithubActionsRole(scope, "Role", {
    provider,
    owner: "acme",
    repo: name,
    filter: "environment:release",
    roleName: `publisher-${name}`,
    path: "/ci/",
    description: "Publishes artifacts from CI",
    managedPolicies: [policy],
  });
}

const app = new cdk.App({ outdir });
const begin = performance.now();
for (let first = 0, n = 1; first < publishers; first += perStack, n++) {
  const stack = new cdk.Stack(app, `Stack${n}`, { env: { account: String(n).padStart(12, "0"), region } });
  const provider = new iam.OidcProviderNative(stack, "Provider", {
    url: "https://token.actions.githubusercontent.com",
    clientIds: ["sts.amazonaws.com"],
    removalPolicy: cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  for (let i = first; i < Math.min(publishers, first + perStack); i++) {
    publisher(stack, provider, i);
  }
}
const built = performance.now();
app.synth();
const done = performance.now();
console.log(JSON.stringify({
  build_ms: built - begin,
  synth_ms: done - built,
  peak_mb: process.resourceUsage().maxRSS / 1024,
  cpu_ms: (process.cpuUsage().user + process.cpuUsage().system) / 1000,
}));
