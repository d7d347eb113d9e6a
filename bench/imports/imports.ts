import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { medianOf } from '../handlers/statistics.ts'

/** What importing one module costs. */
export interface ImportMeasure {
  readonly specifier: string
  /** Processes that only import it. */
  readonly whole: readonly ProcessCost[]
  /** Processes that import nothing, each right before the one of the same place. */
  readonly empty: readonly ProcessCost[]
  /** Modules by what they cost on their own, most first: those they import are loaded before. */
  readonly modules: readonly ModuleCost[]
}

/** Milliseconds from the start of a process to its end, and of CPU time of all its threads. */
interface ProcessCost {
  readonly ms: number
  readonly cpuMs: number
}

/** Milliseconds of CPU time for one module of the runtime or for all files of one folder. */
interface ModuleCost {
  readonly name: string
  readonly files: number
  readonly ms: number
}

const run = promisify(execFile)
/** Where modules are looked for: the demo's packages have those of the others too. */
const folder = fileURLToPath(new URL('../../examples', import.meta.url))

/** Measures how long each module takes to import, in turns with a process that imports nothing. */
export async function measureImports(
  specifiers: readonly string[],
  rounds: number,
): Promise<readonly ImportMeasure[]> {
  const measures = specifiers.map((specifier) => ({
    specifier,
    whole: [] as ProcessCost[],
    empty: [] as ProcessCost[],
  }))
  for (let round = 0; round < rounds; round++) {
    for (const { specifier, whole, empty } of measures) {
      empty.push(await processCost(''))
      whole.push(await processCost(`import ${JSON.stringify(specifier)}\n`))
    }
  }
  return Promise.all(
    measures.map(async (measure) => ({ ...measure, modules: await moduleCosts(measure.specifier) })),
  )
}

async function processCost(program: string): Promise<ProcessCost> {
  const start = performance.now()
  const tellCpu = 'const { user, system } = process.cpuUsage(); process.stdout.write(String(user + system))'
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program + tellCpu], {
    cwd: folder,
  })
  return { ms: performance.now() - start, cpuMs: Number(stdout) / 1000 }
}

/**
 * One process notes the order in which modules are evaluated, another imports them one by one in that order, so that
 * each is timed without what it imports. Both run the same file with and without the entry's name.
 */
async function moduleCosts(specifier: string): Promise<readonly ModuleCost[]> {
  const program = fileURLToPath(new URL('import-each.ts', import.meta.url))
  const runs: ModuleCost[][] = []
  for (let n = 0; n < 3; n++) {
    const { stdout } = await run(process.execPath, [program, specifier], { cwd: folder })
    runs.push(JSON.parse(stdout) as ModuleCost[])
  }
  const [first = []] = runs
  return first
    .map(({ name, files }) => ({
      name,
      files,
      ms: medianOf(runs.map((costs) => costs.find((cost) => cost.name === name)?.ms ?? 0)),
    }))
    .toSorted((a, b) => b.ms - a.ms)
}

/** Returns the milliseconds more that a process takes to import a module, by the clock or of CPU time. */
export function moreThanEmpty({ whole, empty }: ImportMeasure, key: keyof ProcessCost): number {
  return medianOf(whole.map((cost, n) => cost[key] - (empty[n]?.[key] ?? Number.NaN)))
}

/** Returns what imports cost, and the modules that weigh most. */
export function importTable(measures: readonly ImportMeasure[]): string {
  return measures
    .map((measure) => {
      const { specifier, whole, empty, modules } = measure
      const more = (key: keyof ProcessCost): string => moreThanEmpty(measure, key).toFixed(1)
      const ms = (costs: readonly ProcessCost[]): string => medianOf(costs.map((cost) => cost.ms)).toFixed(1)
      const files = modules.reduce((sum, cost) => sum + cost.files, 0)
      const lines = modules
        .slice(0, 12)
        .map(
          ({ name, files: count, ms: cost }) =>
            `  ${cost.toFixed(2).padStart(7)} ms  ${name}${count > 1 ? `, ${count} files` : ''}`,
        )
      return `
import '${specifier}', a whole process: ${more('ms')} ms more than an empty one (${ms(whole)} against ${ms(empty)}), CPU time ${more('cpuMs')} ms more; ${files} modules, CPU time of each:
${lines.join('\n')}
`
    })
    .join('')
}
