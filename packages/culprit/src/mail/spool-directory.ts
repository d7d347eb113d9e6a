import { homedir, platform } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** What the default place of the spool depends on. */
export interface SpoolDirectoryOptions {
  /** @default the environment of the process */
  readonly env?: Environment | undefined
  /** Names the directory; characters that file names cannot hold become `-`. @default 'application' */
  readonly application?: string | undefined
  /** What waits there. @default 'mail' */
  readonly part?: 'mail' | 'report' | undefined
  readonly home?: string | undefined
  readonly platform?: NodeJS.Platform | undefined
}

/**
 * Returns the directory in which mails (or reports) wait: `mail` (`report`) below `CULPRIT_SPOOL_DIR`, else below a
 * directory of the user's cache that is named after the application (`~/.cache/culprit/shop/mail`).
 */
export function spoolDirectory(options: SpoolDirectoryOptions = {}): string {
  const { env = process.env, part = 'mail' } = options
  const chosen = env['CULPRIT_SPOOL_DIR']
  if (chosen !== undefined && chosen !== '') return join(chosen, part)
  return join(cacheDirectory(env, options), 'culprit', directoryName(options.application), part)
}

function cacheDirectory(
  env: Environment,
  { home = homedir(), platform: system = platform() }: SpoolDirectoryOptions,
): string {
  const local = env['LOCALAPPDATA']
  if (system === 'win32') return local === undefined || local === '' ? join(home, 'AppData', 'Local') : local
  if (system === 'darwin') return join(home, 'Library', 'Caches')
  // A relative path is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/#variables
  const cache = env['XDG_CACHE_HOME']
  return cache?.startsWith('/') === true ? cache : join(home, '.cache')
}

function directoryName(application = ''): string {
  const name = application
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^\.+/, '')
    .slice(0, 64)
  return name === '' ? 'application' : name
}
