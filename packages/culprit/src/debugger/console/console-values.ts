import type { Dump } from '../console-protocol.ts'

/** What `dump()` returns: the console shows it as a table (CON-7). */
export class Dumped {
  readonly dump: Dump

  constructor(dump: Dump) {
    this.dump = dump
  }
}

/** What `help(x)` returns: the console shows the text as it is (CON-8). */
export class HelpText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What `help` says. */
export const consoleHelp: string = `Expressions and statements run in this frame: its variables, \`this\` and private fields are there.
Declarations and assignments to names of your own stay in this console; objects are live, so changes to them are real.

  await x     waits for a promise
  _           the last value
  $err        the error of this frame; $req: the request
  dump()      all variables; dump(x): the parts of x
  help(x)     what a function or class looks like

Tab completes. TypeScript is taken too. Synchronous code is ended after 5 seconds.`
