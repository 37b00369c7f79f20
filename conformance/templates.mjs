// CloudFormation templates before AWS's own rules, as a process: one JSON
// request a line on stdin, one JSON reply a line on stdout, in order.
//
//   {"id":1,"kind":"validate","path":FILE}  what CDK's validation plugin says of the file as it is
//   {"id":2,"kind":"nag","path":FILE}       what cdk-nag's AwsSolutions rules say of it, through CfnInclude
//
// A reply holds findings: rule, severity, resource (logical id) and text.

import './memory.mjs'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  App,
  CloudFormationValidatePlugin,
  DefaultStackSynthesizer,
  Stack,
  Validations
} from 'aws-cdk-lib'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'
import { AwsSolutionsChecks } from 'cdk-nag'

const kinds = { validate, nag }

// The plugin would run a second time inside nag's synthesis and warn on stderr.
process.env.CDK_VALIDATION = 'false'

let engine

// The plugin that CDK itself runs at synthesis; the feature flag
// @aws-cdk/core:validateAgainstDefaultRules turns its findings into errors.
function validate({ path }) {
  engine ??= new CloudFormationValidatePlugin()
  const report = engine.validate({
    templatePaths: [path],
    stackTemplates: [{ stackConstructPath: 'Template', templatePath: path }]
  })
  return {
    findings: report.violations.flatMap(({ ruleName, severity, description, violatingResources }) =>
      violatingResources.map(({ resourceLogicalId, locations }) => ({
        rule: ruleName,
        severity: severity ?? '',
        resource: resourceLogicalId ?? locations[0]?.split('/')[1] ?? '',
        text: `${locations.join(', ')}: ${description}`
      }))
    )
  }
}

function nag({ path }) {
  const outdir = mkdtempSync(join(tmpdir(), 'cipublisher-nag-'))
  try {
    const app = new App({
      outdir,
      // Findings are the reply, so synthesis has to come to its end.
      context: { '@aws-cdk/core:failSynthOnValidationErrors': false }
    })
    // The template may be one of CDK's own, with parameter and rule already there.
    const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false })
    const stack = new Stack(app, 'Stack', { synthesizer })
    new CfnInclude(stack, 'Template', { templateFile: path })
    const pack = new AwsSolutionsChecks(app)
    // CDK writes down no report of a plugin that found nothing; that it ran
    // and found nothing, only itself can say.
    const check = pack.validate
    let own
    pack.validate = (context) => (own = check.call(pack, context))
    Validations.of(app).addPlugins(pack)
    app.synth()
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'))
    const report = pluginReports.find(({ pluginName }) => pluginName === 'AwsSolutions') ?? own
    if (!report || own.violations.length !== report.violations.length) {
      throw new Error('cdk-nag left no report')
    }
    return {
      findings: report.violations.flatMap(({ ruleName, severity, description, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => ({
          rule: ruleName,
          severity: severity ?? '',
          resource: constructPath.split('/').at(-1),
          text: description
        }))
      )
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, kind, ...request } = JSON.parse(line)
  let reply
  try {
    if (!Object.hasOwn(kinds, kind)) {
      throw new Error(`no request of kind ${JSON.stringify(kind)}; there are ${Object.keys(kinds).join(', ')}`)
    }
    reply = kinds[kind](request)
  } catch (error) {
    reply = { error: error.message }
  }
  process.stdout.write(JSON.stringify({ id, ...reply }) + '\n')
}
