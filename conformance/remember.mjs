// Lets the simulator look a fact of its data up once: of which types a resource
// is for an action, and which condition keys such a request has. It asks twice
// in every simulation, and the answer hangs on nothing but what is asked; the
// sweeps ask about one action and resource in hundreds of contexts.
//
// The simulator's own functions give every answer. Its modules that need one of
// the two import it from here, by a hook of Node's module loader.

import { register } from 'node:module'

const hooks = `
const remembered = ['resourceTypes.js', 'contextKeys.js'].map((file) => '/iam-simulate/dist/esm/simulation_engine/' + file)

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  return remembered.some((file) => found.url.endsWith(file)) ? { ...found, url: found.url + '?remembered' } : found
}

export async function load(url, context, next) {
  if (!url.endsWith('?remembered')) {
    return next(url, context)
  }
  const source = \`
    import * as simulator from '\${url.replace('?remembered', '?itself')}'
    const answers = new Map()
    const remember = (answer) => (...question) => {
      const key = JSON.stringify(question)
      if (!answers.has(key)) {
        answers.set(key, answer(...question))
      }
      return answers.get(key)
    }
    const { getResourceTypesForAction: types, allowedContextKeysForRequest: keys } = simulator
    export const getResourceTypesForAction = types && remember(types)
    export const allowedContextKeysForRequest = keys && remember(keys)
  \`
  return { format: 'module', source, shortCircuit: true }
}
`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
