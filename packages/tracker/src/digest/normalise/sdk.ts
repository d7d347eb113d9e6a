import type { SdkInfo } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { isList, isObject, type Sent, setOwn, textOf } from './sent.ts'

/** Returns who made the event, from `sdk` or, if that is missing, from the client's `name/version`. */
export function normaliseSdk(sent: Sent, client: string | undefined, notes: NoteTaker): SdkInfo | undefined {
  const place = { max: limits.shortText, path: 'sdk', notes }
  const name = isObject(sent) ? textOf(sent['name'], place) : undefined
  if (!isObject(sent) || name === undefined)
    return client === undefined || client === '' ? undefined : sdkOfClient(client)
  const sentIntegrations = sent['integrations']
  const integrations: string[] = []
  if (isList(sentIntegrations)) {
    for (const entry of sentIntegrations.slice(0, limits.integrations)) {
      const text = textOf(entry, place)
      if (text !== undefined) integrations.push(text)
    }
  }
  return {
    name,
    version: textOf(sent['version'], place),
    integrations: integrations.length > 0 ? integrations : undefined,
  }
}

function sdkOfClient(client: string): SdkInfo {
  const slash = client.lastIndexOf('/')
  const name = (slash < 0 ? client : client.slice(0, slash)).slice(0, limits.shortText)
  return { name, version: slash < 0 ? undefined : client.slice(slash + 1, slash + 1 + limits.shortText) }
}

/** Returns name and version of the modules of the program, at most 1,000. */
export function normaliseModules(sent: Sent, notes: NoteTaker): Readonly<Record<string, string>> {
  const modules: Record<string, string> = {}
  if (!isObject(sent)) return modules
  const place = { max: limits.shortText, path: 'modules', notes }
  let count = 0
  for (const name in sent) {
    if (count >= limits.modules) {
      notes.add('cut', 'modules', `More than ${limits.modules} modules; the rest was left out.`)
      break
    }
    if (name.length > limits.shortText) continue
    count += 1
    setOwn(modules, name, textOf(sent[name], place) ?? '')
  }
  return modules
}
