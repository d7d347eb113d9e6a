import { clip } from '@culprit/view'
import type { Hint, HintFacts } from './hint.ts'
import { nearestName } from './nearest-name.ts'

/** A module is not there: the nearest name beside it, or the command that installs the package. */
export const moduleNotFound: Hint = (facts) => {
  if (facts.code !== 'MODULE_NOT_FOUND' && facts.code !== 'ERR_MODULE_NOT_FOUND') return undefined
  const name = /^Cannot find (?:module|package) '([^']{1,300})'/.exec(facts.message)?.[1]
  if (name === undefined) return undefined
  return /^(?:\.{0,2}\/|file:|[A-Za-z]:)/.test(name) ? fileHint(name, facts) : packageHint(name)
}

function fileHint(name: string, { namesIn, message }: HintFacts): string | undefined {
  const importer = /imported from '?([^'\n]{1,400})|Require stack:\n- ([^\n]{1,400})/.exec(message)
  const path = resolve(name.replace(/^file:\/\//, ''), importer?.[1] ?? importer?.[2] ?? '')
  const directory = path.slice(0, path.lastIndexOf('/'))
  const file = path.slice(path.lastIndexOf('/') + 1)
  const names = namesIn(directory === '' ? '/' : directory)
  const near = names.find((each) => stem(each) === stem(file)) ?? nearestName(file, names)
  if (near === undefined) return `Probably \`${clip(name, 200)}\` is misspelt: there is no such file.`
  return `Probably \`${near}\` was meant, which lies in the same directory.`
}

const stem = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '')

/** A relative name against the file that imports it. */
function resolve(name: string, importer: string): string {
  if (!name.startsWith('.')) return name
  const parts = importer.split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function packageHint(name: string): string {
  const parts = name.split('/')
  const wanted = name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? name)
  return /^[@\w./-]{1,214}$/.test(wanted)
    ? `Probably the package is not installed (\`npm install ${wanted}\`), or its name is misspelt.`
    : 'Probably the package is not installed, or its name is misspelt.'
}

/** Text that is no JSON: what it looks like instead, or where it breaks off. */
export const notJson: Hint = ({ type, message }) => {
  if (type !== 'SyntaxError') return undefined
  if (message.startsWith('Unexpected end of JSON input'))
    return 'Probably the text is empty or cut off: JSON ended in the middle.'
  if (!/JSON/.test(message)) return undefined
  if (/^Unexpected token '?</.test(message))
    return 'Probably an HTML page came where JSON was expected: look at the status and address of the answer.'
  if (/^"undefined" is not valid JSON|^Unexpected token '?u\b/.test(message))
    return 'Probably `undefined` was parsed as JSON: the value was never set.'
  if (/"\[object Obj/.test(message)) return 'Probably an object was parsed that needs no parsing.'
  if (/^Unexpected token '''|Expected (?:property name|double-quoted)/.test(message))
    return 'Probably a quote or comma is wrong: JSON takes double quotes only, and no comma before a closing bracket.'
  const position = /position (\d{1,12})/.exec(message)?.[1]
  return position && `Probably the text is wrong at character ${position}, or just before it.`
}
