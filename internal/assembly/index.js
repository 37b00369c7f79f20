'use strict';

// What a role of this library is in the CDK's own process.
//
// A program in Go makes each construct by a request to this process, which costs
// more than the construct itself. So the library sends all that a role is made
// of in one request, as JSON. Everything is decided there: names, documents, texts.
// This file hands each value to the class of the CDK that takes it. It reads no
// file, no variable of the environment and nothing of the network.

const { Annotations, CfnOutput, Tags } = require('aws-cdk-lib');
const iam = require('aws-cdk-lib/aws-iam');
const { Construct } = require('constructs');

class Role extends Construct {
  constructor(scope, id, parts, boundary, session) {
    super(scope, id);
    this.policies = [];
    this.add(parts, boundary, session);
  }

  get grantPrincipal() {
    return (this.role ?? this.policies[0]).grantPrincipal;
  }

  // parts is what parts.go declares; boundary and session are objects of the CDK
  // that the program has made.
  add(parts, boundary, session) {
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
      new CfnOutput(this, id, { value: of ? this.node.findChild(of)[attribute] : value, description });
    }
    for (const { id, text, note } of notices ?? []) {
      const annotations = Annotations.of(this);
      note ? annotations.addInfoV2(id, text) : annotations.addWarningV2(id, text);
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
      permissionsBoundary: boundary,
      maxSessionDuration: session,
    });
    for (const statement of statements ?? []) {
      this.role.assumeRolePolicy.addStatements(iam.PolicyStatement.fromJson(statement));
    }
    for (const { key, value } of tags ?? []) {
      Tags.of(this.role).add(key, value);
    }
  }
}

function principalOf({ federated, service, arn, action, conditions }) {
  if (federated) {
    return new iam.FederatedPrincipal(federated, conditions, action);
  }
  return service ? new iam.ServicePrincipal(service, { conditions }) : new iam.ArnPrincipal(arn);
}

exports.Role = Role;
