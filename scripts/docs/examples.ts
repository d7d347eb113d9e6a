/** What an example is expected to do: answer requests, or print. */
export interface ExampleCheck {
  /** `http`: requests and answers as `curl -v` shows them. `text`: what the program has printed so far. */
  readonly kind: 'http' | 'text'
  readonly text: string
  /** What holds the text: a file the program writes, `mail` for the mails it sends, else what it prints. */
  readonly of?: string | undefined
}

/** A program of a page of the manual, with what the page says that it does. */
export interface Example {
  /** The heading it stands under, then the rules it is a test for (```` ```http GEN-1 ````). */
  readonly title: string
  /** Its files by name; those of earlier examples of the page are there, too. */
  readonly files: Readonly<Record<string, string>>
  /** The file that is run: the last one before the checks. */
  readonly main: string
  readonly checks: readonly ExampleCheck[]
}

/** A fenced block of a page. */
interface Block {
  readonly heading: string
  readonly language: string
  readonly info: string
  readonly text: string
}

/**
 * Returns the programs of a page: every block with `file=NAME` is a file, and the ```` ```http ```` and
 * ```` ```text ```` blocks after it are what the last file must do when it is run.
 *
 * @throws {Error} when a `ts` block is no file, or nothing runs it: such an example could drift.
 */
export function examplesOf(markdown: string): readonly Example[] {
  const examples: (Example & { readonly checks: ExampleCheck[] })[] = []
  let files: Record<string, string> = {}
  let waiting: string[] = []
  for (const { heading, language, info, text } of blocksOf(markdown)) {
    const name = /\bfile=([\w.-]+\.\w+)\b/.exec(info)?.[1]
    if (name !== undefined) {
      files = { ...files, [name]: text }
      if (language === 'ts') waiting.push(name)
    } else if (language === 'ts') {
      throw new Error(`A ts block under "${heading}" has no file=NAME.ts`)
    } else if (language === 'http' || language === 'text') {
      const main = waiting.pop()
      if (main !== undefined) examples.push({ title: `${heading} ${info}`.trim(), files, main, checks: [] })
      const of = /\bof=([\w.-]+)/.exec(info)?.[1]
      examples.at(-1)?.checks.push({ kind: language, text, of })
      waiting = waiting.filter((file) => !files[main ?? '']?.includes(`'./${file}'`))
    }
  }
  if (waiting.length > 0) throw new Error(`Nothing runs ${waiting.join(', ')}`)
  return examples
}

/** Returns the fenced blocks of a page with the heading that each stands under. */
function blocksOf(markdown: string): readonly Block[] {
  let heading = ''
  return [...markdown.matchAll(/^#+ (.+)$|^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].flatMap((match) => {
    const [, title, language = '', info = '', text = ''] = match
    if (title === undefined) return [{ heading, language, info, text }]
    heading = title
    return []
  })
}
