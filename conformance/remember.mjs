// Lets the simulator work out once what it would work out again for every
// request: of which types a resource is for an action and which condition keys
// such a request has, what a policy's statements are, and whether one of them
// is about an action, a resource or a context. The sweeps ask a policy about one
// action and resource in hundreds of contexts, and in one context about
// thousands of resources.
//
// The simulator's own functions give every answer; what is remembered is by all
// that the answer hangs on. Its modules that need one of the functions import it
// from here, by a hook of Node's module loader. TestRemembering compares whole
// analyses with those of a simulator that remembers nothing ("--forget"), and
// has what is remembered frozen ("--freeze"), so that a simulation that would
// change it for the next one fails.

import { register } from 'node:module'

const freezes = process.argv.includes('--freeze')

// By module, the functions and the class that are remembered.
const remembered = {
  '/iam-utils/dist/esm/resourceTypes.js': { mostSpecificMatchingResourceTypePatterns },
  '/iam-policy/dist/esm/parser.js': { loadPolicy },
  '/iam-simulate/dist/esm/simulation_engine/resourceTypes.js': { getResourceTypesForAction: byText },
  '/iam-simulate/dist/esm/simulation_engine/contextKeys.js': { allowedContextKeysForRequest },
  '/iam-simulate/dist/esm/context_keys/contextKeys.js': { typeForContextKey: byText, normalizeContextKeyCase: byText },
  '/iam-simulate/dist/esm/requestContext.js': { RequestContextImpl },
  '/iam-simulate/dist/esm/action/action.js': { requestMatchesStatementActions },
  '/iam-simulate/dist/esm/resource/resource.js': { requestMatchesStatementResources },
  '/iam-simulate/dist/esm/condition/condition.js': { requestMatchesConditions }
}

/** What remembers a function's answers, for the modules that the hook makes. */
export const remembering = (module, name, itself) => remembered[module][name](itself)

/** Of functions of texts alone. */
function byText(itself) {
  const answers = new Map()
  return (...texts) => answer(answers, texts.join('\n'), () => itself(...texts))
}

/**
 * A pattern is compared part by part, and "*" for a part of it is always met. So
 * whether the beginning of a resource is of one, up to the resource's name, and
 * whether the name is, are two questions: the same beginnings come with many
 * names, and the same names in many accounts. Which of several patterns is the
 * most specific is then asked of those that match alone, as the function does.
 */
function mostSpecificMatchingResourceTypePatterns(itself) {
  const answers = new Map()
  const heads = new Map()
  const tails = new Map()
  const matches = (resource, pattern) => {
    const [head, tail] = split(resource)
    const [patternHead, patternTail] = split(pattern)
    if (tail === undefined || patternTail === undefined) {
      return itself(resource, [pattern]).length > 0
    }
    return (
      answer(answersOf(heads, patternHead), head, () => itself(resource, [`${patternHead}:*`]).length > 0) &&
      answer(answersOf(tails, patternTail), tail, () => itself(resource, [`arn:*:*:*:*:${patternTail}`]).length > 0)
    )
  }
  return (resource, patterns) =>
    answer(answers, `${resource}\n${patterns.join('\n')}`, () => {
      const matching = patterns.filter((pattern) => matches(resource, pattern))
      return matching.length < 2 ? matching : itself(resource, matching)
    })
}

/** An ARN up to its resource, and the resource; no resource of texts that have none. */
function split(arn) {
  let end = -1
  for (let colons = 0; colons < 5; colons++) {
    end = arn.indexOf(':', end + 1)
    if (end < 0) {
      return [arn]
    }
  }
  return [arn.slice(0, end), arn.slice(end + 1)]
}

function allowedContextKeysForRequest(itself) {
  const answers = new Map()
  return (service, action, resource, abac, type) =>
    type === undefined
      ? answer(answers, `${service}\n${action}\n${resource}\n${abac}`, () => itself(service, action, resource, abac))
      : itself(service, action, resource, abac, type)
}

/** A policy's statements and their parts are objects of the simulator that nothing changes. */
function loadPolicy(itself) {
  const policies = new WeakMap()
  return (document, metadata) => {
    if (metadata && Object.keys(metadata).join() !== 'name') {
      return itself(document, metadata)
    }
    return answer(answersOf(policies, document), metadata?.name, () => {
      const policy = itself(document, metadata)
      const statements = policy.statements()
      for (const statement of statements) {
        for (const part of ['actions', 'notActions', 'resources', 'notResources', 'conditions']) {
          once(statement, part)
        }
      }
      policy.statements = () => statements
      return policy
    })
  }
}

/** Contexts of the same keys and values are one, so that what is found out of one holds of all. */
function RequestContextImpl(Itself) {
  const contexts = new Map()
  return function (values) {
    if (contexts.size > 10_000) {
      contexts.clear()
    }
    return answer(contexts, JSON.stringify(values), () => new Itself(values))
  }
}

function requestMatchesStatementActions(itself) {
  const statements = new WeakMap()
  return (request, statement) =>
    answer(answersOf(statements, statement), request.action.value(), () => itself(request, statement))
}

/** The context matters where a policy variable is in a resource. */
function requestMatchesStatementResources(itself) {
  const statements = new WeakMap()
  const withVariables = new WeakMap()
  return (request, statement, policyType) => {
    const variables = answer(answersOf(withVariables, statement), '', () => JSON.stringify(statement.toJSON()).includes('${'))
    if (variables) {
      return itself(request, statement, policyType)
    }
    const about = `${policyType}\n${request.wildcardOnlyAction}\n${request.resource.value()}`
    return answer(answersOf(statements, statement), about, () => itself(request, statement, policyType))
  }
}

/** The conditions are one statement's, whose effect is one; the context is all that a condition looks at. */
function requestMatchesConditions(itself) {
  const lists = new WeakMap()
  return (request, conditions, effect, parameters) =>
    parameters.simulationMode === 'Strict'
      ? answer(answersOf(lists, conditions), request.context, () => itself(request, conditions, effect, parameters))
      : itself(request, conditions, effect, parameters)
}

/** The remembered answers of an object or a text, of an object forgotten with it. */
function answersOf(objects, object) {
  let answers = objects.get(object)
  if (answers === undefined) {
    objects.set(object, (answers = new Map()))
  }
  return answers
}

function answer(answers, question, itself) {
  let known = answers.get(question)
  if (known === undefined) {
    known = itself()
    answers.set(question, freezes ? frozen(known) : known)
  }
  return known
}

/** Has a method without arguments, which may throw, give its first answer again. */
function once(object, method) {
  const itself = object[method]
  let known
  object[method] = () => (known ??= itself.call(object))
}

/** Freezes a plain answer; objects of a class have methods of their own above. */
function frozen(value) {
  if (value instanceof Promise) {
    return value.then(frozen)
  }
  if (Array.isArray(value) || (value && Object.getPrototypeOf(value) === Object.prototype)) {
    Object.values(value).forEach(frozen)
    Object.freeze(value)
  }
  return value
}

const hooks = `
const remembered = ${JSON.stringify(Object.entries(remembered).map(([module, names]) => [module, Object.keys(names)]))}

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  return remembered.some(([module]) => found.url.endsWith(module)) ? { ...found, url: found.url + '?remembered' } : found
}

export async function load(url, context, next) {
  if (!url.endsWith('?remembered')) {
    return next(url, context)
  }
  const [module, names] = remembered.find(([module]) => url.endsWith(module + '?remembered'))
  const itself = JSON.stringify(url.replace('?remembered', '?itself'))
  const source = \`
    import { remembering } from ${JSON.stringify(import.meta.url)}
    import * as simulator from \${itself}
    export * from \${itself}
    \${names.map((name) => \`export const \${name} = remembering('\${module}', '\${name}', simulator.\${name})\`).join('\\n')}
  \`
  return { format: 'module', source, shortCircuit: true }
}
`
if (!process.argv.includes('--forget')) {
  register(`data:text/javascript,${encodeURIComponent(hooks)}`)
}
