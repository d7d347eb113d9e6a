import { clip, highlightScript, LiveValues, safeText, Text, toSpan } from '@culprit/view'
import { render, type VNode } from 'preact'
import type { ConsoleError, ConsoleLine, EvalResult } from '../../console-protocol.ts'

/** What was typed in a console and what came of it. */
export interface Transcript {
  begin(code: string): TranscriptEntry
  clear(): void
}

/** One input. */
interface TranscriptEntry {
  /** Says that it still runs and offers to stop it. */
  slow(stop: () => void): void
  finish(result: EvalResult): void
  /** The server did not run it. */
  refuse(reason: string): void
  remove(): void
}

const limits = { entries: 200, logs: 500, text: 4000 } as const
/** After a stop that does nothing: the event loop itself is blocked. */
const stuckMs = 4000

/** Makes a transcript in an element that is a live region. */
export function createTranscript(log: HTMLElement): Transcript {
  return {
    clear: () => log.replaceChildren(),
    begin: (code) => {
      const item = document.createElement('div')
      item.className = 'entry'
      log.append(item)
      while (log.children.length > limits.entries) log.firstElementChild?.remove()
      return createEntry(item, code)
    },
  }
}

function createEntry(item: HTMLElement, code: string): TranscriptEntry {
  const show = (rest?: VNode | null): void => {
    render(
      <>
        <pre class="echo">
          {highlightScript(code.split('\n')).map((tokens, line) => [line > 0 && '\n', tokens.map(toSpan)])}
        </pre>
        {rest}
      </>,
      item,
    )
    const box = item.closest('.console-scroll')
    box?.scrollTo({ top: box.scrollHeight })
  }
  let stuck: ReturnType<typeof setTimeout> | undefined
  const end = (rest: VNode): void => {
    clearTimeout(stuck)
    show(rest)
  }
  show()
  return {
    slow: (stop) =>
      show(
        <Running
          stop={() => {
            stop()
            stuck = setTimeout(() => show(<p class="refused">{blocked}</p>), stuckMs)
          }}
        />,
      ),
    finish: (result) => end(<Outcome result={result} />),
    refuse: (reason) => end(<p class="refused">{safeText(clip(reason, 500))}</p>),
    remove: () => {
      clearTimeout(stuck)
      item.remove()
    },
  }
}

const blocked =
  'The process does not answer: code without await blocks it. The debugger ends that after some seconds; if it does not, restart the process.'

function Running({ stop }: { readonly stop: () => void }): VNode {
  return (
    <p class="running">
      still running{'\u2026'}{' '}
      <button type="button" class="button" onClick={stop}>
        Stop
      </button>
    </p>
  )
}

function Outcome({ result }: { readonly result: EvalResult }): VNode {
  const { logs } = result
  return (
    <>
      {logs.slice(0, limits.logs).map((line, index) => (
        <Line key={index} line={line} />
      ))}
      {logs.length > limits.logs && <p class="left-out">{logs.length - limits.logs} more lines of output</p>}
      {result.ok ? <Result result={result} /> : <Failure error={result.error} />}
    </>
  )
}

function Line({ line: { level, text } }: { readonly line: ConsoleLine }): VNode {
  return (
    <pre class={`output output-${level}`}>
      <Text text={text} limit={limits.text} />
    </pre>
  )
}

function Result({ result }: { readonly result: EvalResult & { readonly ok: true } }): VNode {
  const { dump, value, text } = result
  if (dump) {
    return (
      <section class="dump">
        <h4>{safeText(clip(dump.title, 200))}</h4>
        {dump.entries.length === 0 ? <p class="left-out">Nothing</p> : <LiveValues entries={dump.entries} />}
      </section>
    )
  }
  if (value) {
    return (
      <div class="result">
        <LiveValues entries={[{ name: '', value }]} />
      </div>
    )
  }
  return (
    <pre class={text === 'undefined' ? 'result muted' : 'result'}>
      <Text text={text} limit={limits.text} />
    </pre>
  )
}

function Failure({ error: { name, message, frames = [] } }: { readonly error: ConsoleError }): VNode {
  return (
    <div class="thrown">
      <p>
        <b>{safeText(clip(name, 200))}</b>
        {message !== '' && ': '}
        <Text text={message} limit={limits.text} />
      </p>
      {frames.length > 0 && (
        <ul>
          {frames.slice(0, 20).map((frame, index) => (
            <li key={index}>{safeText(clip(frame, 300))}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
