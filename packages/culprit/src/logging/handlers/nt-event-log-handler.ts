import { spawn } from 'node:child_process'
import type { Formatter } from '../formatter.ts'
import { Handler } from '../handler.ts'
import { Level, type LevelInput } from '../level.ts'
import type { LogRecord } from '../record.ts'
import { writeStderr } from '../stderr.ts'
import { openKoffiEventLog } from './koffi-event-log.ts'
import type { NtEventSource, NtEventType } from './nt-event.ts'
import type { PackageLoader } from './optional-package.ts'

/** How an `NtEventLogHandler` writes. */
export interface NtEventLogHandlerOptions {
  readonly level?: LevelInput | undefined
  readonly formatter?: Formatter | undefined
  /** @default 'Application' */
  readonly logType?: 'Application' | 'System' | 'Security' | undefined
  /** Opens the source; by default through the package koffi, else the program `eventcreate`. */
  readonly open?: ((appName: string, logType: string) => NtEventSource) | undefined
  /** Loads optional packages. @default require */
  readonly load?: PackageLoader | undefined
  /** @default process.platform */
  readonly platform?: string | undefined
}

/**
 * Writes records to the Windows event log under the name of an application. It uses the package koffi if the
 * application has it, else the program `eventcreate` of Windows, which needs the right to create sources at its
 * first event. On other systems it says so once and counts records as `not-windows`.
 *
 * This handler is tested with a stand-in for Windows only.
 */
export class NtEventLogHandler extends Handler {
  readonly appName: string
  readonly logType: string
  readonly #source: NtEventSource | undefined

  constructor(appName: string, options: NtEventLogHandlerOptions = {}) {
    super()
    this.appName = appName
    this.logType = options.logType ?? 'Application'
    if (options.level !== undefined) this.setLevel(options.level)
    if (options.formatter !== undefined) this.setFormatter(options.formatter)
    const open = options.open ?? ((name, type) => openEventSource(name, type, options.load))
    if ((options.platform ?? process.platform) === 'win32') this.#source = open(appName, this.logType)
    else
      writeStderr(
        'culprit: the Windows event log is not available on this system; its handler does nothing.\n',
      )
  }

  emit(record: LogRecord): void {
    if (this.#source === undefined) {
      this.countLoss('not-windows')
      return
    }
    this.#source.report({
      type: this.getEventType(record),
      category: this.getEventCategory(record),
      messageId: this.getMessageId(record),
      text: this.format(record),
    })
  }

  /** Returns the kind of event: information below WARNING, error from ERROR on, and for levels of one's own. */
  getEventType(record: LogRecord): NtEventType {
    if (record.levelno === Level.WARNING) return 'warning'
    return [Level.TRACE, Level.DEBUG, Level.INFO].some((level) => level === record.levelno)
      ? 'information'
      : 'error'
  }

  /** Returns the category, for applications that have a message file. */
  getEventCategory(_record: LogRecord): number {
    return 0
  }

  /** Returns the id of the message, for applications that have a message file. */
  getMessageId(_record: LogRecord): number {
    return 1
  }

  override close(): Promise<void> {
    this.#source?.close()
    return Promise.resolve()
  }
}

function openEventSource(appName: string, logType: string, load: PackageLoader | undefined): NtEventSource {
  return openKoffiEventLog(appName, load) ?? openEventCreate(appName, logType)
}

const longestText = 31_000

/** No shell is involved: the text is one argument, whatever it holds. */
function openEventCreate(appName: string, logType: string): NtEventSource {
  return {
    report: (event) => {
      const kind = event.type.toUpperCase()
      const text = event.text.slice(0, longestText)
      const args = ['/L', logType, '/SO', appName, '/T', kind, '/ID', String(event.messageId), '/D', text]
      const child = spawn('eventcreate', args, { stdio: 'ignore', windowsHide: true })
      child.on('error', () => writeStderr('culprit: the program eventcreate cannot be started.\n'))
      child.unref()
    },
    close: () => undefined,
  }
}
