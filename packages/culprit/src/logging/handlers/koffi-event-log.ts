import { ntEventTypes, type NtEventSource } from './nt-event.ts'
import { hasFunction, optionalPackage, type PackageLoader } from './optional-package.ts'

/**
 * Returns the event source `appName` of Windows, written through the functions `RegisterEventSourceW` and
 * `ReportEventW` of advapi32 by the package koffi; undefined when it is not installed.
 * @throws {Error} when Windows does not open the source.
 */
export function openKoffiEventLog(appName: string, load?: PackageLoader): NtEventSource | undefined {
  const koffi = optionalPackage('koffi', load)
  if (!hasFunction(koffi, 'load')) return undefined
  // koffi's functions are typed by the declarations given to them.
  const library = koffi.load('advapi32.dll') as { func: (declaration: string) => unknown }
  const register = library.func(
    'void *RegisterEventSourceW(const char16_t *server, const char16_t *source)',
  ) as (server: null, source: string) => unknown
  const report = library.func(
    'bool ReportEventW(void *log, uint16_t type, uint16_t category, uint32_t id, void *user, ' +
      'uint16_t strings, uint32_t size, const char16_t **texts, void *data)',
  ) as (...values: readonly unknown[]) => boolean
  const deregister = library.func('bool DeregisterEventSource(void *log)') as (log: unknown) => boolean
  const log = register(null, appName)
  if (log === null || log === undefined) throw new Error(`Windows does not open the event source ${appName}.`)
  return {
    report: ({ type, category, messageId, text }) => {
      // A NUL would end the text for Windows.
      const texts = [text.replaceAll('\0', '')]
      const ok = report(log, ntEventTypes[type], category, messageId, null, 1, 0, texts, null)
      if (!ok) throw new Error('Windows refused the event.')
    },
    close: () => {
      deregister(log)
    },
  }
}
