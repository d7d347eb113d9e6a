import { userInfo } from 'node:os'
import type { Finding } from '../finding.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Says who this is: what is found holds for this user. */
export function checkUser(): Finding {
  const check = 'user'
  const id = process.getuid?.()
  const name = userName()
  if (id !== 0) return { check, status: 'ok', text: id === undefined ? name : `${name} (${id})` }
  const advice =
    'run it as the user that runs the application, as in `sudo -u www-data`: files that are made now belong to root'
  return {
    check,
    status: 'warn',
    text: 'root, who may write anywhere, so nothing follows for another user',
    advice,
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as a user that has no name.
    return 'a user without a name'
  }
}

/** Compares the running Node with what the library works on. */
export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNew = major > 22 || (major === 22 && minor >= 3)
  if (isNew) return { check: 'node', status: 'ok', text: version }
  return {
    check: 'node',
    status: 'fail',
    text: `${version} is too old`,
    advice: 'install Node 22.3 or newer',
  }
}

/** NODE_ENV switches nothing of this library, but much of others. */
export function checkNodeEnvironment({ NODE_ENV: name = '' }: Environment): Finding {
  const check = 'environment'
  if (name === 'production') return { check, status: 'ok', text: 'NODE_ENV is production' }
  const text = name === '' ? 'NODE_ENV is not set' : `NODE_ENV is ${name}`
  const advice = 'set NODE_ENV=production where this is production: many libraries show less and run faster'
  return { check, status: 'warn', text, advice }
}

/** Says whether an application, or the environment of one that could not be asked, is in debug mode. */
export function checkDebug(debugged: readonly string[], env: Environment): Finding {
  const check = 'debug'
  const advice = 'unset CULPRIT_DEBUG and take `debug: true` out of the options of production'
  const isOn = env['CULPRIT_DEBUG'] === '1' || env['CULPRIT_DEBUG'] === 'true'
  if (debugged.length > 0) return { check, status: 'fail', text: `on in ${debugged.join(', ')}`, advice }
  return isOn
    ? { check, status: 'fail', text: 'on: CULPRIT_DEBUG is set', advice }
    : { check, status: 'ok', text: 'off' }
}
