/** What kind of thing a value is; decides its colour and whether it can be opened. */
export type ValueKind =
  | 'null'
  | 'undefined'
  | 'boolean'
  | 'number'
  | 'bigint'
  | 'string'
  | 'symbol'
  | 'function'
  | 'class'
  | 'object'
  | 'array'
  | 'typed-array'
  | 'map'
  | 'set'
  | 'date'
  | 'regexp'
  | 'error'
  | 'promise'
  | 'proxy'
  | 'weak'
  | 'getter'
  | 'redacted'
  | 'unavailable'

/** A value as a person sees it: one line now, its parts when they are asked for. Making one runs no getter and no trap. */
export interface ValueView {
  readonly kind: ValueKind
  /** One line, bounded: `Cart {items: Array(0), …}`, `'abc…'`, `Promise {<pending>}`. */
  readonly preview: string
  /** The whole text of a long string, bounded (see `limits`), where the preview cuts it. */
  readonly text?: string | undefined
  /** Handle by which the parts are asked for (`expand`); absent for leaves and where nothing is live. */
  readonly ref?: string | undefined
  /** The first parts, where they were taken already. */
  readonly entries?: readonly ValueEntry[] | undefined
  /** How many parts there are beyond `entries`. */
  readonly more?: number | undefined
}

/** A part of a value: property, index, Map entry, internal slot (`[[Target]]`). */
export interface ValueEntry {
  readonly name: string
  readonly value: ValueView
}

/** Where a variable lives. */
export type VariableScope = 'local' | 'block' | 'closure' | 'this' | 'module' | 'catch'

export interface Variable {
  readonly name: string
  readonly scope: VariableScope
  readonly value: ValueView
}

/** Whether a console works in a frame, or why not. */
export type Liveness =
  | 'live'
  | 'library' //        a frame of a dependency or of Node: not captured
  | 'async' //          above an await: its function has left the stack
  | 'no-error-object' //a thrown string or number cannot be recognised again
  | 'not-captured' //   thrown while capture was off, or too deep
  | 'external-debugger' // VS Code or --inspect is attached
  | 'expired' //        freed, since newer errors took its place
  | 'switched-off' //   useDebugger without evaluation, or locked for this client

export interface SourceLine {
  /** 1-based. */
  readonly line: number
  readonly text: string
}

/** One frame of a failed stack; `index` 0 is where the error was thrown. Library frames are in the list too. */
export interface DebuggedFrame {
  readonly index: number
  readonly function: string
  /** Absolute path or URL after source maps: what an editor opens. */
  readonly file: string
  /** Path as shown: relative to the working directory, or package-relative. */
  readonly shownFile: string
  /** 1-based; 0 where unknown. */
  readonly line: number
  readonly column: number
  readonly kind: 'app' | 'dependency' | 'runtime'
  /** npm package of a dependency frame. */
  readonly package?: string | undefined
  /** Lines around `line`; empty where the source is missing or shorter. */
  readonly source: readonly SourceLine[]
  readonly variables: readonly Variable[]
  readonly liveness: Liveness
  /** What the frame says of itself (HID-4). */
  readonly info?: string | undefined
}

/** One error of a chain. */
export interface DebuggedError {
  /** 32 hex. That of the first error of a chain is the reference id of the failed request. */
  readonly id: string
  readonly type: string
  readonly message: string
  /** How it is related to `parent`: its cause, a member of its AggregateError, or what was being handled. */
  readonly relation: 'raised' | 'cause' | 'aggregate' | 'context'
  readonly parent?: string | undefined
  /** Own properties of the error beyond message, stack and cause. */
  readonly properties: readonly ValueEntry[]
  readonly frames: readonly DebuggedFrame[]
  /** "Probably ..." sentences, and links (http and https only) that the error brings. */
  readonly hints: readonly string[]
  readonly links: readonly string[]
  /** The platform's own text (`error.stack`), bounded. */
  readonly stack: string
}

/** What failed, where and when: everything that page, JSON, Markdown, text and terminal are made from. No HTML in it. */
export interface DebuggedFailure {
  /** The raised error first, then causes and members in the order in which a person reads them. Never empty. */
  readonly errors: readonly DebuggedError[]
  readonly id: string
  readonly status: number
  readonly at: Date
  readonly request?: DebuggedRequest | undefined
  readonly process: {
    readonly pid: number
    readonly node: string
    readonly started: Date
    readonly title: string
    readonly directory: string
  }
  /** Environment variables, redacted. */
  readonly environment: readonly (readonly [name: string, value: string])[]
  /** Installed packages that have frames first, then the others: name and version. */
  readonly packages: readonly (readonly [name: string, version: string])[]
  /** Records logged in the same request before it failed, oldest first, bounded. */
  readonly logs: readonly {
    readonly at: Date
    readonly level: string
    readonly logger: string
    readonly message: string
  }[]
  /** The issue in the tracker, where a DSN is set. */
  readonly issueUrl?: string | undefined
  /** Page of this failure on this machine. */
  readonly debugUrl?: string | undefined
}

export interface DebuggedRequest {
  readonly method: string
  readonly url: string
  readonly httpVersion?: string | undefined
  readonly route?: string | undefined
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly cookies: readonly (readonly [name: string, value: string])[]
  readonly body?: ValueView | undefined
  readonly user?: ValueView | undefined
}
