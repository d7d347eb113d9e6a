import type { CommandOutput } from './command-output.ts'
import { helpText } from './help.ts'
import { mailDrain } from './mail-drain.ts'
import { mailTest } from './mail-test.ts'
import { type Environment, parseCommand } from './parse-command.ts'
import { UsageError } from '../development/usage-error.ts'

/**
 * Runs the command `culprit` and returns its exit code: 0, 1 for a failure, 2 for wrong usage, the last two with one line
 * on stderr that says what is wrong and what to do.
 */
export async function runCli(
  args: readonly string[],
  env: Environment,
  output: CommandOutput = processOutput,
): Promise<number> {
  const command = parseCommand(args, env)
  switch (command.kind) {
    case 'help':
      output.out(helpText)
      return 0
    case 'refused':
      output.err(`culprit: ${oneLine(command.reason)}`)
      return 2
    case 'mail-test':
      return await run(() => mailTest(command, output), output)
    case 'mail-drain':
      return await run(() => mailDrain(command, output), output)
    case 'dev':
      return await run(async () => (await import('./dev.ts')).dev(command, env, output), output)
    case 'doctor':
      return await run(async () => (await import('./doctor.ts')).doctor(command, env, output), output)
  }
}

const processOutput: CommandOutput = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
}

async function run(command: () => Promise<number>, { err }: CommandOutput): Promise<number> {
  try {
    return await command()
  } catch (error) {
    err(`culprit: ${oneLine(error instanceof Error ? error.message : String(error))}`)
    return error instanceof UsageError ? 2 : 1
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
