import { classifyPath } from '@culprit/stack'
import type { StackFrame, StackTrace } from '../../domain/event.ts'
import type { Json, JsonObject } from '../../domain/json.ts'
import { limits } from '../limits.ts'
import { selectFrames } from './frame-selection.ts'
import type { NoteTaker } from './note-taker.ts'
import { booleanOf, cutText, flatText, integerOf, isList, isObject, type Sent, textOf } from './sent.ts'
import { trimJson, trimObject } from './trim.ts'

/** Returns the stack trace of an exception, a thread or an event; undefined when no frame is left. */
export function normaliseStack(sent: Sent, notes: NoteTaker): StackTrace | undefined {
  const list = isList(sent) ? sent : isObject(sent) ? sent['frames'] : undefined
  if (!isList(list)) return undefined
  const all: StackFrame[] = []
  for (const frame of list) if (isObject(frame)) all.push(normaliseFrame(frame, notes))
  if (all.length === 0) return undefined
  const frames = selectFrames(all, limits.frames)
  const framesCut = all.length - frames.length
  if (framesCut === 0) return { frames }
  notes.add('cut', 'stacktrace.frames', `${framesCut} of ${all.length} frames were left out of the middle.`)
  return { frames, framesCut }
}

function normaliseFrame(sent: JsonObject, notes: NoteTaker): StackFrame {
  const symbol = { max: limits.symbol, path: 'stacktrace.frames', notes }
  const place = { max: limits.path, path: 'stacktrace.frames', notes }
  const sentFile = textOf(sent['filename'], place)
  const absPath = textOf(sent['abs_path'], place) ?? sentFile
  const filename = fileOf(sentFile, absPath)
  return {
    function: textOf(sent['function'], symbol),
    rawFunction: textOf(sent['raw_function'], symbol),
    module: textOf(sent['module'], symbol),
    package: textOf(sent['package'], place),
    filename,
    absPath,
    line: integerOf(sent['lineno'], 1),
    column: integerOf(sent['colno'], 1),
    platform: textOf(sent['platform'], symbol),
    inApp: booleanOf(sent['in_app']) ?? isOwnCode(absPath ?? textOf(sent['module'], symbol)),
    pre: linesOf(sent['pre_context'], -limits.sourceLines, notes),
    text: lineOf(sent['context_line'], notes),
    post: linesOf(sent['post_context'], limits.sourceLines, notes),
    vars: varsOf(sent['vars'], notes),
    data: isObject(sent['data'])
      ? trimObject(sent['data'], { limits: limits.small, path: 'stacktrace.frames.data', notes })
      : undefined,
  }
}

const urlPath = /^(?:https?|file|applewebdata):\/\/[^/?#]*([^?#]*)/

/** Protocol A12: of a URL the path is the file name, unless it has none. */
function fileOf(filename: string | undefined, absPath: string | undefined): string | undefined {
  if (filename !== undefined && filename !== absPath) return filename
  if (absPath === undefined) return undefined
  const path = urlPath.exec(absPath)?.[1]
  return path === undefined || path === '' || path === '/' ? absPath : flatText(path)
}

/** Directories of installed code in languages whose paths @culprit/stack does not know. */
const foreignCode =
  /[\\/](?:site-packages|dist-packages|gems|vendor|\.cargo|go[\\/]pkg[\\/]mod|lib[\\/]python\d|node_modules)[\\/]|^(?:<frozen |node:|internal\/|java\.|javax\.|sun\.|jdk\.)/

function isOwnCode(path: string | undefined): boolean {
  if (path === undefined) return false
  const kind = classifyPath(path)
  return (kind === 'app' || kind === 'unknown') && !foreignCode.test(path)
}

function lineOf(sent: Sent, notes: NoteTaker): string | undefined {
  if (typeof sent !== 'string') return undefined
  return cutText(sent, { max: limits.sourceLine, path: 'stacktrace.frames.context', notes })
}

/** Lines nearest the frame's: the first `count`, or the last when `count` is negative. */
function linesOf(sent: Sent, count: number, notes: NoteTaker): readonly string[] | undefined {
  if (!isList(sent) || sent.length === 0) return undefined
  const near = sent.length <= Math.abs(count) ? sent : count < 0 ? sent.slice(count) : sent.slice(0, count)
  return near.every(isShortLine) ? near : near.map((line) => lineOf(line, notes) ?? '')
}

function isShortLine(line: Json): line is string {
  return typeof line === 'string' && line.length <= limits.sourceLine
}

function varsOf(sent: Sent, notes: NoteTaker): JsonObject | undefined {
  if (isObject(sent)) return trimObject(sent, { limits: limits.vars, path: 'stacktrace.frames.vars', notes })
  if (!isList(sent) || sent.length === 0) return undefined
  const kept = trimJson(Object.fromEntries(sent.entries()), {
    limits: limits.vars,
    path: 'stacktrace.frames.vars',
    notes,
  })
  return isObject(kept) ? kept : undefined
}
