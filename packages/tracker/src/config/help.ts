import { settings, type Setting } from './settings.ts'

/** Returns the text of `--help`. */
export function helpText(): string {
  const rows: string[] = []
  for (const { flag, env, description, fallbackText } of list()) {
    rows.push(
      `  ${flag ? `--${flag} VALUE` : env}`,
      `      ${description}`,
      `      ${flag ? `${env}; ` : ''}default: ${fallbackText}`,
    )
  }
  return [
    'culprit-tracker [FLAGS]: takes the errors of applications, folds them into issues, shows and mails them.',
    '',
    ...rows,
    '  --json',
    '      Print one line of JSON, {"url","dsn","setupUrl","pid"}, instead of the screen.',
    '  --role all',
    '      Which parts to run; this version runs all in one process.',
    '  --help, --version',
    '',
  ].join('\n')
}

/** Returns the table of the manual's configuration page, made from the schema so that the two cannot differ. */
export function settingsTable(): string {
  const rows = list().map(
    ({ flag, env, description, fallbackText }) =>
      `| \`${env}\` | ${flag ? `\`--${flag}\`` : ''} | ${fallbackText} | ${description} |`,
  )
  return ['| Environment | Flag | Default | What it does |', '|---|---|---|---|', ...rows].join('\n')
}

function list(): readonly Setting<unknown>[] {
  return Object.values(settings)
}
