import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { createRedactor } from '@culprit/redact'
import { UsageError } from '../development/usage-error.ts'
import { readConfigFile } from '../development/settings/config-file.ts'
import { toDevSettings } from '../development/settings/dev-settings.ts'
import { checkNode, checkNodeEnvironment, checkUser } from '../doctor/checks/process-checks.ts'
import { compareEnvironments } from '../doctor/compare-environments.ts'
import { createHashKey, environmentFacts } from '../doctor/environment-facts.ts'
import { type Finding, inOrder } from '../doctor/finding.ts'
import { type HealthReport, readHealthReport } from '../doctor/health-report.ts'
import { loadApplication } from '../doctor/load-application.ts'
import type { CommandOutput } from './command-output.ts'
import type { Environment } from './parse-command.ts'
import type { DoctorCommand } from './parse-doctor.ts'

/**
 * Checks an application where it is deployed, as the user and in the environment that it has there, and prints one line for
 * each check. Returns 1 where one has failed.
 *
 * @throws {UsageError} when there is no such file, or the report to compare with is none
 */
export async function doctor(
  command: DoctorCommand,
  env: Environment,
  output: CommandOutput,
): Promise<number> {
  const path = resolve(command.file)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`doctor: there is no file ${path}; name the one that starts your application`)
  const other = command.compare === undefined ? undefined : readHealthReport(command.compare)
  const found = [
    checkUser(),
    checkNode(),
    checkNodeEnvironment(env),
    await checkConfiguration(command, env),
    ...(await loadApplication({ path, args: command.args, env })),
  ]
  const findings = inOrder(found).map(withoutSecrets)
  const key = other?.key ?? createHashKey()
  const facts = environmentFacts(path, env, key)
  const report: HealthReport = {
    version: 1,
    at: new Date().toISOString(),
    application: path,
    findings,
    key,
    ...facts,
  }
  const differences = other && compareEnvironments(report, other)
  if (command.json) output.out(JSON.stringify({ ...report, ...(differences && { differences }) }, null, 2))
  else print(findings, output)
  if (differences !== undefined && !command.json)
    printDifferences(differences, `${command.compare} of ${other?.at}`, output)
  return findings.some(({ status }) => status === 'fail') ? 1 : 0
}

async function checkConfiguration({ config }: DoctorCommand, env: Environment): Promise<Finding> {
  const check = 'configuration'
  try {
    const folder = process.cwd()
    const file = await readConfigFile(config, folder)
    toDevSettings({ flags: {}, env, file, folder })
    return {
      check,
      status: 'ok',
      text: file === undefined ? 'no culprit.config.yaml' : `${file.path} is right`,
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { check, status: 'fail', text, advice: 'correct it; the manual lists all settings' }
  }
}

const { redactText } = createRedactor()

/** Texts of errors come from strangers: a URL in one may have a password. */
function withoutSecrets({ text, ...finding }: Finding): Finding {
  return { ...finding, text: redactText(text) }
}

function print(findings: readonly Finding[], { out }: CommandOutput): void {
  const width = Math.max(...findings.map(({ check }) => check.length))
  for (const { check, status, text, advice } of findings)
    out(`${status.padEnd(4)}  ${check.padEnd(width)}  ${text}${advice === undefined ? '' : `; ${advice}`}`)
  const count = (status: Finding['status']): number =>
    findings.filter((finding) => finding.status === status).length
  out(`${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failed`)
}

function printDifferences(differences: readonly string[], other: string, { out }: CommandOutput): void {
  out('')
  out(differences.length === 0 ? `No difference from ${other}` : `Differences from ${other}:`)
  for (const line of differences) out(`  ${line}`)
}
