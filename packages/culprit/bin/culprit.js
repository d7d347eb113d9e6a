#!/usr/bin/env node
// Plain JavaScript that an old Node can parse, so that it can say what is wrong instead of a syntax error.
const major = Number(process.versions.node.split('.')[0])
if (major < 22) {
  process.stderr.write(`culprit: Node ${process.versions.node} is too old; install Node 22 or newer\n`)
  process.exit(1)
}
const { runCli } = await import('../dist/commands/cli.js')
process.exitCode = await runCli(process.argv.slice(2), process.env)
