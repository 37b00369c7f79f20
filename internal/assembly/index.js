'use strict';

// What a role of this library is in the CDK's own process.
//
// A program in Go makes each construct by a request to this process, which costs
// more than the construct itself. So the library sends all that a role is made
// of in one request, as JSON. Everything is decided there: names, documents, texts.
// This file hands each value to the class of the CDK that takes it. It reads no
// file, no variable of the environment and nothing of the network.

const cdk = require('aws-cdk-lib');
const iam = require('aws-cdk-lib/aws-iam');
const { Construct } = require('constructs');

class Role extends Construct {
  constructor(scope, id, parts, boundary, session, validation) {
    super(scope, id);
    this.policies = [];
    this.add(parts, boundary, session, validation);
  }

  get grantPrincipal() {
    return (this.role ?? this.policies[0]).grantPrincipal;
  }

  // parts is what parts.go declares. The others are objects of the program: the
  // policy that limits the role, its session's duration, and what the stack asks at
  // synthesis.
  add(parts, boundary, session, validation) {
    const { policies, provider, role, instanceProfile, outputs, notices } = JSON.parse(parts);
    for (const { id, document, ...props } of policies ?? []) {
      this.policies.push(new iam.ManagedPolicy(this, id, { ...props, document: iam.PolicyDocument.fromJson(document) }));
    }
    if (provider) {
      this.provider = iam.OidcProviderNative.fromOidcProviderArn(this, provider.id, provider.arn);
    }
    if (role) {
      this.addRole(role, boundary, session);
    }
    if (instanceProfile) {
      const { id, ...props } = instanceProfile;
      this.instanceProfile = new iam.InstanceProfile(this, id, { ...props, role: this.role });
    }
    for (const { id, of, attribute, value, description } of outputs ?? []) {
      new cdk.CfnOutput(this, id, { value: of ? this.node.findChild(of)[attribute] : value, description });
    }
    annotate(this, notices ?? []);
    if (validation) {
      cdk.Stack.of(this).node.addValidation(validation);
    }
  }

  static annotate(scope, notices) {
    annotate(scope, JSON.parse(notices));
  }

  // What each construct says in its metadata.
  static annotationsOf(constructs) {
    return constructs.map(({ node }) => node.metadata.map(({ data }) => data).join('\n'));
  }

  // Annotations below a scope become one of the scope, for each id.
  static gather(scope, notices) {
    const annotations = cdk.Annotations.of(scope);
    for (const { id, text, note } of JSON.parse(notices)) {
      if (note) {
        annotations.acknowledgeInfo(id);
        annotations.addInfo(text);
      } else {
        annotations.acknowledgeWarning(id);
        annotations.addWarning(text);
      }
    }
  }

  addRole({ id, principals, statements, boundary: named, tags, ...props }, boundary, session) {
    const assumedBy = principals.map(principalOf);
    if (named) {
      boundary = iam.ManagedPolicy.fromManagedPolicyArn(this, named.id, named.arn);
    }
    this.role = new iam.Role(this, id, {
      ...props,
      assumedBy: assumedBy.length > 1 ? new iam.CompositePrincipal(...assumedBy) : assumedBy[0],
      managedPolicies: [...this.policies],
      ...(boundary && { permissionsBoundary: boundary }),
      ...(session && { maxSessionDuration: session }),
    });
    for (const statement of statements ?? []) {
      this.role.assumeRolePolicy.addStatements(iam.PolicyStatement.fromJson(statement));
    }
    for (const { key, value } of tags ?? []) {
      cdk.Tags.of(this.role).add(key, value);
    }
  }
}

function annotate(scope, notices) {
  for (const { id, text, note } of notices) {
    const annotations = cdk.Annotations.of(scope);
    note ? annotations.addInfoV2(id, text) : annotations.addWarningV2(id, text);
  }
}

function principalOf({ federated, service, arn, action, conditions }) {
  if (federated) {
    return new iam.FederatedPrincipal(federated, conditions, action);
  }
  return service ? new iam.ServicePrincipal(service, { conditions }) : new iam.ArnPrincipal(arn);
}

exports.Role = Role;
