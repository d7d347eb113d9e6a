import { parseLevel, type Level } from '@culprit/wire'
import type { IssueStatus, IssueSubstatus } from '../domain/issue.ts'

/** What a person typed into the search field, taken apart. */
export interface IssueSearch {
  /** Undefined means every status. */
  readonly status?: IssueStatus | undefined
  readonly substatus?: IssueSubstatus | undefined
  readonly levels: readonly Level[]
  readonly environment?: string | undefined
  readonly release?: string | undefined
  /** Free text, lower case, at most 8 words of at most 100 characters. */
  readonly words: readonly string[]
  /** What was not understood and therefore left out, as sentences to show beside the field. */
  readonly problems: readonly string[]
}

/** Longest search text in characters; what lies behind is left out. */
export const searchTextLimit = 512
const wordsLimit = 8
const wordLimit = 100

type Draft = { -readonly [K in keyof IssueSearch]: IssueSearch[K] } & {
  levels: Level[]
  words: string[]
  problems: string[]
}

/** `key:"value with blanks"`, `"a phrase"` (both may lack their end), or anything up to the next blank. */
const termPattern = /([A-Za-z]{1,32}):"([^"]*)"?|"([^"]*)"?|\S+/g
const filterKeys: readonly string[] = ['is', 'level', 'environment', 'env', 'release']

/**
 * Returns what a search text asks for. Grammar, terms separated by blanks: `is:unresolved|resolved|ignored|new|
 * ongoing|regressed`, `level:NAME` (several add up), `environment:NAME`, `release:NAME`, anything else is free text.
 * Values and words with blanks stand in double quotes. Never throws: what is not understood becomes a problem.
 */
export function parseSearch(text: string): IssueSearch {
  const search: Draft = { levels: [], words: [], problems: [] }
  if (text.length > searchTextLimit)
    search.problems.push(`Only the first ${searchTextLimit} characters were searched for.`)
  for (const match of text.slice(0, searchTextLimit).matchAll(termPattern)) {
    const [whole, quotedKey, quotedValue, phrase] = match
    if (phrase !== undefined) addWord(search, phrase)
    else if (quotedKey !== undefined) addTerm(search, quotedKey, quotedValue ?? '')
    else {
      const colon = whole.indexOf(':')
      if (colon > 0) addTerm(search, whole.slice(0, colon), whole.slice(colon + 1))
      else addWord(search, whole)
    }
  }
  return search
}

function addTerm(search: Draft, sentKey: string, value: string): void {
  const key = sentKey.toLowerCase()
  if (!filterKeys.includes(key)) addUnknown(search, sentKey, value)
  else if (value === '') search.problems.push(`“${key}:” needs a value.`)
  else if (key === 'is') addStatus(search, value.toLowerCase())
  else if (key === 'level') addLevel(search, value)
  else if (key === 'release') search.release = value
  else search.environment = value
}

/** `TypeError: boom` and `https://host` hold a colon and are meant as text; a lower-case key is meant as a filter. */
function addUnknown(search: Draft, key: string, value: string): void {
  if (/^[a-z_]+$/.test(key) && value !== '' && !value.startsWith('//'))
    search.problems.push(`“${key}:” is not a filter. Filters are is:, level:, environment: and release:.`)
  else addWord(search, `${key}:${value}`)
}

const substatuses: readonly IssueSubstatus[] = ['new', 'ongoing', 'regressed']
const statuses: readonly IssueStatus[] = ['unresolved', 'resolved', 'ignored']

function addStatus(search: Draft, value: string): void {
  const status = statuses.find((known) => known === value)
  const substatus = substatuses.find((known) => known === value)
  if (status) search.status = status
  else if (substatus) {
    search.status = 'unresolved'
    search.substatus = substatus
  } else search.problems.push(`“is:${value}” is unknown. Use ${[...statuses, ...substatuses].join(', ')}.`)
}

function addLevel(search: Draft, value: string): void {
  for (const name of value.split(',').slice(0, 10)) {
    const level = parseLevel(name)
    if (!level) search.problems.push(`“level:${name}” is unknown. Use fatal, error, warning, info or debug.`)
    else if (!search.levels.includes(level)) search.levels.push(level)
  }
}

function addWord(search: Draft, word: string): void {
  const clean = word.trim().slice(0, wordLimit).toLowerCase()
  if (clean === '') return
  if (search.words.length < wordsLimit) search.words.push(clean)
  else if (search.words.length === wordsLimit && !search.problems.some((text) => text.includes('words')))
    search.problems.push(`Only the first ${wordsLimit} words were searched for.`)
}
