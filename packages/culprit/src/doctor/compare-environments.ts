import type { EnvironmentFacts } from './environment-facts.ts'
import { checks, type Finding } from './finding.ts'

/** One of two environments. */
export type Environment = EnvironmentFacts & { readonly findings: readonly Finding[] }

/**
 * Returns what differs between this environment and another one, a line each: variables by name alone. The hashes of both must
 * have been made under one key.
 */
export function compareEnvironments(here: Environment, there: Environment): readonly string[] {
  return [
    ...valuesThatDiffer('', here.facts, there.facts),
    ...valuesThatDiffer('package ', here.packages, there.packages),
    ...variablesThatDiffer(here.variables, there.variables),
    ...valuesThatDiffer('check ', verdicts(here.findings), verdicts(there.findings)),
  ]
}

type Values = Readonly<Record<string, string>>

function valuesThatDiffer(prefix: string, here: Values, there: Values): readonly string[] {
  return namesOf(here, there)
    .filter((name) => here[name] !== there[name])
    .map((name) => `${prefix}${name}: here ${here[name] ?? 'none'}, there ${there[name] ?? 'none'}`)
}

function variablesThatDiffer(here: Values, there: Values): readonly string[] {
  return namesOf(here, there)
    .filter((name) => here[name] !== there[name])
    .map((name) => {
      if (there[name] === undefined) return `variable ${name}: only here`
      return here[name] === undefined ? `variable ${name}: only there` : `variable ${name}: another value`
    })
}

function namesOf(here: Values, there: Values): readonly string[] {
  return [...new Set([...Object.keys(here), ...Object.keys(there)])].toSorted()
}

/** The worst of each check. */
function verdicts(findings: readonly Finding[]): Values {
  const ranks = ['ok', 'warn', 'fail'] as const
  return Object.fromEntries(
    checks.flatMap((check) => {
      const of = findings
        .filter((finding) => finding.check === check)
        .map(({ status }) => ranks.indexOf(status))
      const worst = ranks[Math.max(...of)]
      return of.length === 0 || worst === undefined ? [] : [[check, worst]]
    }),
  )
}
