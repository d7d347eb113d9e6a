/** The settings of the development server by the names that they have in the configuration file. */
export interface DevSettings {
  readonly debug: boolean
  readonly useDebugger: boolean
  readonly useReloader: boolean
  readonly externalDebugger: boolean
  readonly host: string | undefined
  readonly port: number | undefined
  readonly extraFiles: readonly string[]
  readonly excludePatterns: readonly string[]
  readonly poll: boolean
}

/** One setting: what it takes, and where it can be given. */
export interface Setting {
  readonly name: keyof DevSettings
  readonly kind: 'boolean' | 'text' | 'port' | 'list'
  /** As it is written on the command line. */
  readonly flag?: string
  /** The environment variable. */
  readonly variable?: string
  readonly default: string
  readonly description: string
}

/** All settings, in the order of the manual. */
export const settings: readonly Setting[] = [
  {
    name: 'debug',
    kind: 'boolean',
    variable: 'CULPRIT_DEBUG',
    default: 'on',
    description: 'Debug mode of the application. Without it there is neither debugger nor reloader.',
  },
  {
    name: 'useDebugger',
    kind: 'boolean',
    flag: '--debugger, --no-debugger',
    variable: 'CULPRIT_USE_DEBUGGER',
    default: 'on in debug mode',
    description: 'Errors open the interactive debugger.',
  },
  {
    name: 'useReloader',
    kind: 'boolean',
    flag: '--reload, --no-reload',
    variable: 'CULPRIT_USE_RELOADER',
    default: 'on in debug mode',
    description: 'The application starts again when a file that it has loaded changes.',
  },
  {
    name: 'externalDebugger',
    kind: 'boolean',
    flag: '--external-debugger',
    variable: 'CULPRIT_EXTERNAL_DEBUGGER',
    default: 'off',
    description:
      'An editor debugs the application: turns debugger and reloader off and leaves debug mode on.',
  },
  {
    name: 'host',
    kind: 'text',
    flag: '--host HOST',
    variable: 'HOST',
    default: "the application's own",
    description: 'The address to listen on, handed to the application as `HOST`.',
  },
  {
    name: 'port',
    kind: 'port',
    flag: '--port PORT',
    variable: 'PORT',
    default: "the application's own",
    description: 'The port to listen on, handed to the application as `PORT`; 0 picks a free one.',
  },
  {
    name: 'extraFiles',
    kind: 'list',
    flag: '--extra-files PATHS',
    default: 'none',
    description: 'More files and folders whose change starts the application again, such as templates.',
  },
  {
    name: 'excludePatterns',
    kind: 'list',
    flag: '--exclude-patterns PATTERNS',
    default: 'none',
    description:
      'Files whose change does nothing: patterns for the full path, `*` for any text, `?` for one character.',
  },
  {
    name: 'poll',
    kind: 'boolean',
    flag: '--poll',
    variable: 'CULPRIT_POLL',
    default: 'off',
    description:
      'Looks at the files once a second, for file systems that tell of no changes: network drives, some containers.',
  },
]

/** Returns the table of all settings, for the manual. */
export function settingsTable(): string {
  const cell = (text: string | undefined): string =>
    text === undefined ? '' : `\`${text.replaceAll(', ', '`, `')}\``
  const rows = settings.map(
    ({ name, flag, variable, description, ...setting }) =>
      `| \`${name}\` | ${cell(flag)} | ${cell(variable)} | ${setting.default} | ${description} |`,
  )
  return [
    '| In the file | Flag | Environment | Default | What it does |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}
